# Helpers written for this reference where no package has the quantity; the formula is in the code.
lambdas <- function(C) { k <- ncol(C); v <- sum(C); o <- C; diag(o) <- 0; l1 <- 1 - sum(diag(C)) / v
  c(l1 = l1, l2 = l1 + sqrt(k / (k - 1) * sum(o^2)) / v, l3 = k / (k - 1) * l1,
    l5 = l1 + 2 * sqrt(max(colSums(o^2))) / v, l6 = 1 - sum(1 / diag(solve(C))) / v) }
lambda4 <- function(C) { k <- ncol(C); s <- combn(k, floor(k / 2)); v <- sum(C)
  r <- apply(s, 2, function(i) 2 * (1 - (sum(C[i, i]) + sum(C[-i, -i])) / v)); c(max = max(r), min = min(r), mean = mean(r), splits = ncol(s)) }
oddeven <- function(x) { a <- rowSums(x[, seq(1, ncol(x), 2)]); b <- rowSums(x[, seq(2, ncol(x), 2), drop = FALSE]); r <- cor(a, b)
  c(r = r, spearman_brown = 2 * r / (1 + r), flanagan = 2 * (1 - (var(a) + var(b)) / var(a + b))) }
alpha_cc <- function(x) { C <- cov(x); k <- ncol(C); k / (k - 1) * (1 - sum(diag(C)) / sum(C)) }
feldt <- function(a, n, k, level = .95) { p <- (1 - level) / 2
  c(lower = 1 - (1 - a) * qf(1 - p, n - 1, (n - 1) * (k - 1)), upper = 1 - (1 - a) * qf(p, n - 1, (n - 1) * (k - 1))) }
bonett <- function(a, n, k, level = .95) { z <- qnorm((1 + level) / 2); s <- sqrt(2 * k / ((k - 1) * (n - 2)))
  c(lower = 1 - exp(log(1 - a) + z * s), upper = 1 - exp(log(1 - a) - z * s)) }   # Bonett (2002), without the small-sample bias term
omega_1f <- function(l, u) c(omega = sum(l)^2 / (sum(l)^2 + sum(u)))
em_mvn <- function(x, tol = 1e-12, maxit = 20000) {                                # EM for a multivariate normal with missing cells
  x <- as.matrix(x); n <- nrow(x); mu <- colMeans(x, na.rm = TRUE); S <- diag(apply(x, 2, var, na.rm = TRUE))
  pat <- apply(is.na(x), 1, paste, collapse = ""); gr <- split(seq_len(n), pat)
  for (it in seq_len(maxit)) { T1 <- 0 * mu; T2 <- 0 * S
    for (g in gr) { m <- is.na(x[g[1], ]); z <- x[g, , drop = FALSE]; Cm <- 0 * S
      if (any(m)) { if (all(m)) { z[] <- rep(mu, each = length(g)); Cm <- S } else {
        B <- S[m, !m, drop = FALSE] %*% solve(S[!m, !m]); z[, m] <- rep(mu[m], each = length(g)) + sweep(z[, !m, drop = FALSE], 2, mu[!m]) %*% t(B)
        Cm[m, m] <- S[m, m] - B %*% S[!m, m, drop = FALSE] } }
      T1 <- T1 + colSums(z); T2 <- T2 + crossprod(z) + length(g) * Cm }
    mu2 <- T1 / n; S2 <- T2 / n - tcrossprod(mu2); d <- max(abs(mu2 - mu), abs(S2 - S)); mu <- mu2; S <- S2; if (d < tol) break }
  dimnames(S) <- list(colnames(x), colnames(x)); list(mu = mu, S = S, iter = it) }
little <- function(x) { x <- as.matrix(x); x <- x[rowSums(!is.na(x)) > 0, ]; e <- em_mvn(x); n <- nrow(x); S <- e$S * n / (n - 1)
  pat <- apply(is.na(x), 1, paste, collapse = ""); d2 <- 0; df <- 0
  for (g in split(seq_len(n), pat)) { o <- !is.na(x[g[1], ]); dv <- colMeans(x[g, o, drop = FALSE]) - e$mu[o]
    d2 <- d2 + length(g) * drop(dv %*% solve(S[o, o]) %*% dv); df <- df + sum(o) }
  df <- df - ncol(x); c(d2 = d2, df = df, p = pchisq(d2, df, lower.tail = FALSE), patterns = length(unique(pat))) }
