# What the R calls in docstrings of psychometrics speak of; a row of tests/psychometrics/r_docstrings.py may say otherwise.
answered <- read.csv("data/bfi.csv")
gaps <- answered[1:5]
x <- na.omit(gaps)
x$A1 <- 7 - x$A1
k <- ncol(x)
C <- cov(x)
alpha <- k / (k - 1) * (1 - sum(diag(C)) / sum(C))
d <- na.omit(answered[1:25])
R <- cor(d)
n <- nrow(d)
f <- psych::fa(R, 5, n.obs = n, fm = "minres", rotate = "oblimin")
L <- unclass(psych::fa(R, 5, fm = "minres", rotate = "none")$loadings)
fit <- lavaan::cfa("f =~ A1 + A2 + A3 + A4 + A5", x, std.lv = TRUE)
model <- "a =~ A1 + A2 + A3 + A4 + A5\nc =~ C1 + C2 + C3 + C4 + C5"
companies <- read.csv("data/lq2002.csv")
s <- rowMeans(companies[sprintf("LEAD%02d", 1:11)])
g <- companies$COMPID
twice <- na.omit(read.csv("data/univbct.csv")[c("JOBSAT1", "JOBSAT2")])
a <- twice$JOBSAT1
b <- twice$JOBSAT2
ratings <- read.csv("data/shrout_fleiss.csv")
schools <- read.csv("data/apiclus1.csv")
design <- survey::svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = schools)
