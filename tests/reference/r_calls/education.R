# As bfi.R, with a criterion of five values.
source("r_calls/bfi.R", local = TRUE)
y <- responses$education
