# The calls of docs/validate-json.md and of a study's methods on bfi: five subscales, gaps, two groups. Of people twice
# there are none in bfi: the two administrations are job satisfaction of univbct.
responses <- read.csv("data/bfi.csv")
subscales <- lapply(c(agreeableness = "A", conscientiousness = "C", extraversion = "E", neuroticism = "N", openness = "O"),
                    paste0, 1:5)
subscale <- subscales$agreeableness
reversed <- c("A1", "C4", "C5", "E1", "E2", "O2", "O5")
low <- 1
high <- 6
least <- 2
group <- "gender"
criterion <- "gender"
weight <- "age"
ratings <- data.frame(A1 = c(2, 3, 2.5), A2 = c(4.5, 4, 5), A3 = c(4, 4, 4.5), A4 = c(5, 4.5, 4.5), A5 = c(4, 4, 5))
judged <- c("below", "borderline", "above")[findInterval(responses$E3, c(0, 4, 5))]
of <- c("agreeableness", "conscientiousness", "extraversion")
source("r_calls/vocabulary.R", local = TRUE)
twice <- read.csv("data/univbct.csv")
twice <- twice[complete.cases(twice[c("JOBSAT1", "JOBSAT2")]), ]
improved <- (twice$COMMIT2 > twice$COMMIT1) + 0
a <- twice$JOBSAT1
b <- twice$JOBSAT2
