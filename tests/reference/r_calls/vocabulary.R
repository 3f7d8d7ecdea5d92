# responses: the file; subscales: a list of names of items; subscale: one of them; reversed: the reverse-keyed items as
# answered; low, high: ends of the response scale; least: answers that a score needs; group, criterion, weight: columns
# ratings: what judges expect of the items, a row a judge; judged: below, borderline or above, a person each;
# improved: 1 or 0 of people whose scores are a and b
d <- responses[unlist(subscales)]
x <- d[subscale]
keys <- intersect(subscale, reversed)
turned <- function(z, keys) { z[keys] <- low + high - z[keys]; z }
xk <- turned(x, keys)
xc <- na.omit(xk)
dc <- na.omit(d)
dk <- turned(dc, reversed)
C <- cov(xc)
R <- cor(dc)
n <- nrow(dc)
k <- ncol(xc)
alpha <- k / (k - 1) * (1 - sum(diag(C)) / sum(C))
scored <- function(z) ifelse(rowSums(!is.na(z)) < least, NA, rowMeans(z, na.rm = TRUE))
s <- scored(xk)
scores <- sapply(subscales, function(i) scored(turned(d, reversed)[i]))
alphas <- sapply(subscales, function(i) psych::alpha(na.omit(turned(d, reversed)[i]))$total$raw_alpha)
g <- responses[[group]]
y <- responses[[criterion]]
w <- responses[[weight]]
fit <- lavaan::cfa(paste("f =~", paste(subscale, collapse = " + ")), xc, std.lv = TRUE)
model <- paste(names(subscales), "=~", sapply(subscales, paste, collapse = " + "), collapse = "\n")
