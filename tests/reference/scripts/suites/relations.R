# Scores beside other variables, and change beside an outside sign of it.
# How much each person moves a statistic: its derivative by that person's weight, taken numerically.
by_weight <- function(f, n, h = 1e-4) vapply(seq_len(n), function(i) { w <- rep(1, n); w[i] <- 1 + h; up <- f(w); w[i] <- 1 - h; (up - f(w)) / (2 * h) }, 0)
wmean <- function(x, w) sum(w * x) / sum(w)
wcor <- function(x, y, w) { a <- x - wmean(x, w); b <- y - wmean(y, w); wmean(a * b, w) / sqrt(wmean(a^2, w) * wmean(b^2, w)) }
wrank <- function(x, w) vapply(x, function(v) sum(w[x < v]) + sum(w[x == v]) / 2, 0) / sum(w)
wrho <- function(x, y, w) wcor(wrank(x, w), wrank(y, w), w)
warea <- function(x, y, w) { a <- which(y == max(y)); b <- which(y == min(y)); m <- outer(x[a], x[b], ">") + outer(x[a], x[b], "==") / 2; drop(w[a] %*% m %*% w[b]) / (sum(w[a]) * sum(w[b])) }
spread <- function(d, g = seq_along(d)) { t <- tapply(d, g, sum); sqrt(length(t) / (length(t) - 1) * sum(t^2)) }
on_fisher <- function(r, se, k) tanh(atanh(r) + c(-1, 1) * k * se / (1 - r^2))
suite_relations <- function(p, code) { e <- environment(); ctx(p, code, e)                          # x: score, y: other, g: clusters; two: y has two values
  n <- length(x); k <- length(unique(g)); t <- qt(.975, k - 1); z <- qnorm(.975)
  rec(id(p, "pearson"), { d <- by_weight(function(w) wcor(x, y, w), n); r <- cor(x, y); c(r = r, people = if (two) on_fisher(r, spread(d), z) else cor.test(x, y)$conf.int, clusters = on_fisher(r, spread(d, g), t)) }, "root", kind = "association", abs = 1e-6, note = "of two values, and over clusters: intervals by linearisation: derivatives by each person's weight, summed over people or clusters")
  rec(id(p, "spearman"), { d <- by_weight(function(w) wrho(x, y, w), n); r <- cor(x, y, method = "spearman"); c(rho = r, people = on_fisher(r, spread(d), z), clusters = on_fisher(r, spread(d, g), t)) }, "root", kind = "association", abs = 1e-6, note = "mid-ranks move with the weights too")
  if (two) { rec(id(p, "area"), { a <- x[y == max(y)]; b <- x[y == min(y)]; unname(wilcox.test(a, b, exact = FALSE)$statistic) / (length(a) * length(b)) }, kind = "association")
    rec(id(p, "area_delong"), { a <- x[y == max(y)]; b <- x[y == min(y)]; m <- outer(a, b, ">") + outer(a, b, "==") / 2; mean(m) + c(-1, 1) * z * sqrt(var(rowMeans(m)) / length(a) + var(colMeans(m)) / length(b)) }, kind = "association", note = "DeLong et al. (1988) by its definition")
    rec(id(p, "area_clusters"), { d <- by_weight(function(w) warea(x, y, w), n); warea(x, y, rep(1, n)) + c(-1, 1) * t * spread(d, g) }, "root", kind = "association", abs = 1e-6) }
}
suite_responsive <- function(p, code) { e <- environment(); ctx(p, code, e)                        # a, b: before and after; up: 1 improved, 0 stable
  d <- b - a; ok <- complete.cases(d, up); d <- d[ok]; up <- up[ok]; u <- d[up == 1]; s <- d[up == 0]
  rec(id(p, "area"), unname(wilcox.test(u, s, exact = FALSE)$statistic) / (length(u) * length(s)), kind = "responsiveness")
  rec(id(p, "area_delong"), { m <- outer(u, s, ">") + outer(u, s, "==") / 2; mean(m) + c(-1, 1) * qnorm(.975) * sqrt(var(rowMeans(m)) / length(u) + var(colMeans(m)) / length(s)) }, kind = "responsiveness")
  rec(id(p, "guyatt"), mean(u) / sd(s), kind = "responsiveness"); rec(id(p, "anchor_r"), cor(d, up), kind = "responsiveness")
  rec(id(p, "srm"), c(improved = mean(u) / sd(u), stable = mean(s) / sd(s)), kind = "responsiveness"); rec(id(p, "effect_size"), { v <- a[ok]; c(improved = mean(u) / sd(v[up == 1]), stable = mean(s) / sd(v[up == 0])) }, kind = "responsiveness", note = "Kazis et al. (1989): mean change over the SD before")
  rec(id(p, "important_change"), { v <- sort(unique(d)); cuts <- c(v[1], (v[-1] + v[-length(v)]) / 2); J <- sapply(cuts, function(k) mean(u >= k) + mean(s < k)); k <- cuts[which(J >= max(J) - 1e-12)[1]]; c(cut = k, sensitivity = mean(u >= k), specificity = mean(s < k)) }, kind = "responsiveness", note = "Youden's cut, half-way between two changes, the lowest of equals")
}
suite_raking <- function(p, code) { e <- environment(); ctx(p, code, e)                            # a, b: groups 1, 2, ...; pa, pb: their shares; s: score; x: items without gaps
  g <- table(a, b); f <- loglin(outer(pa, pb) * sum(g), list(1, 2), start = g, fit = TRUE, eps = 1e-11, iter = 5000, print = FALSE)$fit; w <- (f / g)[cbind(a, b)]; w <- w / mean(w)
  rec(id(p, "weights"), w[1:40], "root", kind = "raking", note = "stats::loglin fits the margins from the table of the sample")
  rec(id(p, "kish"), c(n_eff = sum(w)^2 / sum(w^2), deff = length(w) * sum(w^2) / sum(w)^2), "root", kind = "raking")
  rec(id(p, "mean_sd"), { m <- weighted.mean(s, w); n <- length(s); c(mean = m, sd = sqrt(weighted.mean((s - m)^2, w) * n / (n - 1)), se = sqrt(n / (n - 1) * sum((w / sum(w) * (s - m))^2))) }, "root", kind = "raking")
  rec(id(p, "alpha"), { C <- cov.wt(x, wt = w)$cov; k <- ncol(C); k / (k - 1) * (1 - sum(diag(C)) / sum(C)) }, "root", kind = "raking")
}
suite_judged <- function(p, code) { e <- environment(); ctx(p, code, e)                            # s: score; judged: 1 below, 2 borderline, 3 above
  rec(id(p, "borderline"), { z <- s[judged == 2]; c(cut = median(z), se = 1.2533 * sd(z) / sqrt(length(z))) }, kind = "judged_cut")
  rec(id(p, "contrasting"), { a <- s[judged == 1]; b <- s[judged == 3]; f <- function(x) dnorm(x, mean(a), sd(a), TRUE) - dnorm(x, mean(b), sd(b), TRUE); k <- uniroot(f, c(mean(a), mean(b)), tol = 1e-12)$root; c(cut = k, misclassified = mean(c(a >= k, b < k))) }, "root", kind = "judged_cut")
  rec(id(p, "youden"), { a <- s[judged == 1]; b <- s[judged == 3]; v <- sort(unique(c(a, b))); k <- c(v[1], (v[-1] + v[-length(v)]) / 2); J <- sapply(k, function(k) mean(b >= k) + mean(a < k)); k <- k[which(J >= max(J) - 1e-12)[1]]; c(cut = k, sensitivity = mean(b >= k), specificity = mean(a < k)) }, kind = "judged_cut")
}
