# Reliability, scores of scales, polychoric and tetrachoric correlations.
suite_rel <- function(p, code, brute = TRUE) { e <- environment(); ctx(p, code, e)   # d (raw items), neg, lo, hi
  dr <- d; for (v in neg) dr[[v]] <- lo + hi - dr[[v]]
  x <- dr[complete.cases(dr), ]; C <- cov(x); n <- nrow(x); k <- ncol(x)
  .ref$doc$context[[p]] <- paste0(.ref$doc$context[[p]], "; dr <- d with items in neg reversed (lo + hi - x); x <- complete rows of dr; C <- cov(x); n <- nrow(x); k <- ncol(x)")
  rec(id(p, "alpha_total_pairwise"), psych::alpha(d, keys = neg)$total, kind = "alpha", note = "std.alpha and G6 with missing data depend on the psych version: see other_version")
  rec(id(p, "alpha_drop_pairwise"), psych::alpha(d, keys = neg)$alpha.drop, kind = "alpha_drop")
  rec(id(p, "item_stats_pairwise"), psych::alpha(d, keys = neg)$item.stats, kind = "item_stats", note = "r.cor is corrected for overlap by SMC; r.drop is the corrected item-total correlation")
  rec(id(p, "alpha_total_complete"), psych::alpha(x)$total, kind = "alpha")
  rec(id(p, "alpha_drop_complete"), psych::alpha(x)$alpha.drop, kind = "alpha_drop")
  rec(id(p, "item_stats_complete"), psych::alpha(x)$item.stats, kind = "item_stats")
  rec(id(p, "alpha_cc"), alpha_cc(x), kind = "alpha")
  rec(id(p, "alpha_feldt"), feldt(alpha_cc(x), n, k), kind = "alpha_ci", tier = "root")
  rec(id(p, "alpha_bonett"), bonett(alpha_cc(x), n, k), kind = "alpha_ci", tier = "root")
  rec(id(p, "alpha_boot"), { set.seed(20240501); quantile(replicate(1000, alpha_cc(x[sample(n, n, TRUE), ])), c(.025, .975)) }, "sim", kind = "alpha_ci", abs = .01)
  rec(id(p, "sem_sum"), c(sd = sd(rowSums(x)), sem = sd(rowSums(x)) * sqrt(1 - alpha_cc(x))), kind = "sem")
  rec(id(p, "lambdas_cov"), lambdas(C), kind = "lambda")
  rec(id(p, "lambdas_cor"), lambdas(cor(x)), kind = "lambda")
  if (brute && k <= 12) rec(id(p, "lambda4_cov"), lambda4(C), kind = "lambda", note = "all splits of floor(k/2) items: max is Guttman lambda 4")
  if (brute && k <= 12) rec(id(p, "splitHalf"), unlist(splitHalf(cor(x), brute = TRUE)[c("maxrb", "minrb", "meanr", "av.r", "alpha", "lambda2", "lambda6")]), kind = "split_half", note = "psych: on the correlation matrix")
  rec(id(p, "tenberge"), unlist(tenberge(cor(x))), kind = "lambda")
  rec(id(p, "glb_fa"), glb.fa(cor(x))$glb, "opt", kind = "glb", abs = 2e-3)
  rec(id(p, "odd_even"), oddeven(x), kind = "split_half")
  rec(id(p, "fa1_loadings"), unclass(fa(x, 1, fm = "minres")$loadings), "opt", kind = "omega")
  rec(id(p, "omega_1f_std_minres"), { f <- fa(x, 1, fm = "minres"); omega_1f(f$loadings[, 1], f$uniquenesses) }, "opt", kind = "omega")
  m1 <- paste("f =~", paste(names(x), collapse = " + "))
  f1 <- cfa(m1, x, std.lv = TRUE)
  rec(id(p, "cfa1_loadings"), setNames(coef(f1)[1:k], names(x)), "opt", kind = "omega", note = "one-factor CFA, ML, raw metric, complete rows, factor variance 1")
  rec(id(p, "cfa1_residuals"), diag(lavInspect(f1, "est")$theta), "opt", kind = "omega")
  rec(id(p, "cfa1_fit"), fitMeasures(f1)[c("chisq", "df", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "srmr")], "opt", kind = "omega")
  rec(id(p, "omega_cfa"), { l <- coef(f1)[1:k]; u <- diag(lavInspect(f1, "est")$theta); c(omega_model = sum(l)^2 / (sum(l)^2 + sum(u)), omega_observed = sum(l)^2 / sum(C * (n - 1) / n)) }, "opt", kind = "omega",
      note = "omega_model divides by the model-implied total variance, omega_observed by the sample total variance (McDonald)")
  rec(id(p, "compRelSEM"), c(omega = unname(as.numeric(compRelSEM(f1))), omega_obs = unname(as.numeric(compRelSEM(f1, obs.var = TRUE))), alpha = unname(as.numeric(compRelSEM(f1, tau.eq = TRUE)))), "opt", kind = "omega")
  rec(id(p, "AVE"), unname(as.numeric(AVE(f1))), "opt", kind = "ave")
}
suite_omega <- function(p, code) { e <- environment(); ctx(p, code, e)                              # d (keyed the same way), nf
  x <- d[complete.cases(d), ]; .ref$doc$context[[p]] <- paste0(code, "; x <- complete rows of d; o <- omega(x, nfactors = nf, fm = 'minres', plot = FALSE)")
  o <- NULL; capture.output(suppressWarnings(suppressMessages(o <- omega(x, nfactors = nf, fm = "minres", plot = FALSE))))
  rec(id(p, "coefficients"), unlist(o[c("omega_h", "omega.lim", "alpha", "omega.tot", "G6")]), "rotate", kind = "omega_h", note = "Schmid-Leiman of an oblimin minres solution")
  rec(id(p, "schmid"), unclass(o$schmid$sl), "rotate", kind = "omega_h", abs = 5e-3, note = "column order of the group factors is arbitrary")
  rec(id(p, "ECV"), o$ECV, "rotate", kind = "omega_h"); rec(id(p, "omega_group"), o$omega.group, "rotate", kind = "omega_h", abs = 5e-3)
  rec(id(p, "gloading"), unclass(o$schmid$gloading), "rotate", kind = "omega_h", abs = 5e-3, note = "loadings of the group factors on the general factor")
}
suite_score <- function(p, code) { e <- environment(); ctx(p, code, e)                              # d, keys (list), lo, hi
  for (imp in c("none", "mean", "median")) {
    s <- scoreItems(keys, d, impute = imp, min = lo, max = hi)
    rec(id(p, paste0("stats_", imp)), data.frame(mean = colMeans(s$scores, na.rm = TRUE), sd = apply(s$scores, 2, sd, na.rm = TRUE), n = colSums(!is.na(s$scores))), kind = "scoring",
        note = paste0("s <- scoreItems(keys, d, impute = '", imp, "', min = lo, max = hi)"))
    rec(id(p, paste0("first30_", imp)), { z <- s$scores[1:30, ]; rownames(z) <- NULL; z }, kind = "scoring")
    rec(id(p, paste0("incomplete_", imp)), { i <- head(which(!complete.cases(d[, gsub("-", "", unlist(keys))])), 20); z <- s$scores[i, , drop = FALSE]; rownames(z) <- i; z }, kind = "scoring", note = "rows (1-based) with missing items")
    rec(id(p, paste0("alpha_", imp)), drop(s$alpha), kind = "scoring")
    rec(id(p, paste0("av_r_", imp)), drop(s$av.r), kind = "scoring")
    rec(id(p, paste0("scale_cor_", imp)), unclass(s$cor), kind = "scoring")
    rec(id(p, paste0("scale_cor_corrected_", imp)), unclass(s$corrected), kind = "scoring", note = "above the diagonal corrected for attenuation, diagonal alpha, below raw")
    rec(id(p, paste0("item_scale_r_corrected_", imp)), unclass(s$item.corrected), kind = "scoring")
  }
  st <- scoreItems(keys, d, impute = "none", totals = TRUE, min = lo, max = hi)
  rec(id(p, "totals_first30"), { z <- st$scores[1:30, ]; rownames(z) <- NULL; z }, kind = "scoring")
}
suite_poly <- function(p, code) { e <- environment(); ctx(p, code, e)                               # d: ordinal items
  x <- d[complete.cases(d), ]; .ref$doc$context[[p]] <- paste0(code, "; x <- complete rows of d")
  rec(id(p, "poly_psych"), polychoric(x, correct = 0)$rho, "poly", kind = "polychoric")
  rec(id(p, "tau_psych"), { t <- polychoric(x, correct = 0)$tau; if (is.matrix(t)) unclass(t) else t }, kind = "thresholds", tier = "root")
  rec(id(p, "poly_psych_default"), polychoric(d)$rho, "poly", kind = "polychoric", note = "psych defaults: pairwise, correct = .5 (0.5 put in empty cells), global thresholds")
  lc <- lavCor(x, ordered = names(x), output = "fit")
  rec(id(p, "poly_lavaan"), unclass(lavInspect(lc, "cor.ov")), "poly", kind = "polychoric", abs = 1e-5, rel = 1e-5, note = "two-step ML: thresholds from margins, then rho; the reference for a correct implementation (a second implementation agreed to 5e-8)")
  rec(id(p, "tau_lavaan"), unclass(lavInspect(lc, "thresholds")), "root", kind = "thresholds")
  rec(id(p, "poly_polycor_2step"), sapply(2:min(4, ncol(x)), function(j) polycor::polychor(x[[1]], x[[j]])), "poly", kind = "polychoric", abs = 2e-4)
  rec(id(p, "poly_polycor_ml"), sapply(2:min(4, ncol(x)), function(j) polycor::polychor(x[[1]], x[[j]], ML = TRUE)), "poly", kind = "polychoric", note = "joint ML of rho and thresholds: differs from two-step in the third decimal")
  rec(id(p, "ordinal_alpha"), { R <- lavInspect(lc, "cor.ov"); k <- ncol(R); k / (k - 1) * (1 - k / sum(abs(R))) }, "poly", kind = "ordinal_alpha", note = "standardised alpha of the polychoric matrix; items keyed the same way by absolute value")
  rec(id(p, "ordinal_alpha_psych"), suppressWarnings(psych::alpha(polychoric(x, correct = 0)$rho, check.keys = TRUE))$total$raw_alpha, "poly", kind = "ordinal_alpha")
  rec(id(p, "ordinal_omega"), { f <- fa(lavInspect(lc, "cor.ov"), 1, fm = "minres"); unname(omega_1f(abs(f$loadings[, 1]), f$uniquenesses)) }, "poly", kind = "ordinal_alpha")
}
suite_tet <- function(p, code) { e <- environment(); ctx(p, code, e)                                # d: 0/1 items
  x <- d[complete.cases(d), ]; .ref$doc$context[[p]] <- paste0(code, "; x <- complete rows of d")
  rec(id(p, "tet_psych_nocorrect"), tetrachoric(x, correct = 0, smooth = FALSE)$rho, "poly", kind = "tetrachoric")
  rec(id(p, "tau"), tetrachoric(x, correct = 0)$tau, "root", kind = "thresholds")
  rec(id(p, "tet_psych_default"), tetrachoric(x)$rho, "poly", kind = "tetrachoric")
  rec(id(p, "tet_lavaan"), unclass(lavCor(x, ordered = names(x))), "poly", kind = "tetrachoric", abs = 5e-4)
  rec(id(p, "kr20"), alpha_cc(x), kind = "kr20")
  rec(id(p, "kr21"), { s <- rowSums(x); k <- ncol(x); k / (k - 1) * (1 - mean(s) * (k - mean(s)) / (k * var(s))) }, kind = "kr20")
  rec(id(p, "difficulty"), colMeans(x), kind = "item_stats")
  rec(id(p, "point_biserial_rest"), sapply(names(x), function(v) cor(x[[v]], rowSums(x) - x[[v]])), kind = "item_stats")
  rec(id(p, "upper_lower_27"), { s <- rowSums(x); o <- order(s); m <- round(.27 * nrow(x)); colMeans(x[rev(o)[1:m], ]) - colMeans(x[o[1:m], ]) }, kind = "item_stats", note = "upper minus lower 27%: ties at the boundary are broken by row order, so a tie-free rule may differ", abs = .05)
  rec(id(p, "csem_lord"), { k <- ncol(x); s <- 0:k; setNames(sqrt(s * (k - s) / (k - 1)), s) }, kind = "csem", note = "Lord's binomial error model, sum score")
  rec(id(p, "csem_keats"), { k <- ncol(x); s <- 0:k; t <- rowSums(x); k21 <- k / (k - 1) * (1 - mean(t) * (k - mean(t)) / (k * var(t))); setNames(sqrt(s * (k - s) / (k - 1) * (1 - alpha_cc(x)) / (1 - k21)), s) }, kind = "csem", note = "Keats correction: average equals the KR-20 error variance")
}
suite_cluster_omega <- function(p, code) { e <- environment(); ctx(p, code, e)                      # d, clusters in column `cluster`
  items <- setdiff(names(d), "cluster"); k <- length(items); a <- paste0("a", 1:k); b <- paste0("b", 1:k)
  m <- paste0("f =~ NA*", items[1], " + ", paste0(a, "*", items, collapse = " + "), "\nf ~~ 1*f\n", paste0(items, " ~~ ", b, "*", items, collapse = "\n"),
              "\nomega := (", paste(a, collapse = "+"), ")^2 / ((", paste(a, collapse = "+"), ")^2 + ", paste(b, collapse = "+"), ")")
  f <- cfa(m, d, cluster = "cluster", estimator = "MLR", information = "expected")
  rec(id(p, "omega"), { o <- parameterEstimates(f); o <- o[o$lhs == "omega", ]; c(omega = o$est, standard_error = o$se) }, "opt", kind = "omega_cluster", rel = 1e-3,
      note = "f: one factor, cluster = 'cluster', estimator = 'MLR', information = 'expected', omega as a defined parameter (delta method)")
}
suite_em_alpha <- function(p, code) { e <- environment(); ctx(p, code, e)                           # d, items keyed alike, with gaps
  f <- cfa(paste("f =~", paste(names(d), collapse = " + ")), d, missing = "ml")
  C <- unclass(lavInspect(f, "sampstat")$cov); k <- ncol(C)
  rec(id(p, "covariance"), C, "opt", kind = "em", note = "lavaan's saturated moments with missing = 'ml', divisor n")
  rec(id(p, "alpha"), k / (k - 1) * (1 - sum(diag(C)) / sum(C)), "opt", kind = "em")
}
