# Confirmatory models, invariance, higher-order and two-level models.
FM <- c("npar", "fmin", "chisq", "df", "pvalue", "baseline.chisq", "baseline.df", "cfi", "tli", "nfi", "ifi", "rni", "logl", "unrestricted.logl", "aic", "bic", "bic2",
        "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "rmsea.pvalue", "rmr", "srmr", "crmr", "gfi", "agfi", "mfi", "ecvi",
        "chisq.scaled", "df.scaled", "pvalue.scaled", "chisq.scaling.factor", "baseline.chisq.scaled", "baseline.df.scaled", "baseline.chisq.scaling.factor",
        "cfi.scaled", "tli.scaled", "cfi.robust", "tli.robust", "rmsea.scaled", "rmsea.ci.lower.scaled", "rmsea.ci.upper.scaled", "rmsea.robust", "rmsea.ci.lower.robust", "rmsea.ci.upper.robust",
        "scaling.factor.h0", "scaling.factor.h1")
fmx <- function(f) { m <- fitMeasures(f); m <- m[intersect(FM, names(m))]; n <- names(m); m <- as.numeric(m); names(m) <- n; m }
pe <- function(f) { p <- as.data.frame(parameterEstimates(f, ci = TRUE)); p[, intersect(c("lhs", "op", "rhs", "group", "level", "est", "se", "z"), names(p))] }
st <- function(f) { p <- as.data.frame(standardizedSolution(f)); p[, intersect(c("lhs", "op", "rhs", "group", "level", "est.std", "se"), names(p))] }
num <- function(z) { n <- names(z); z <- as.numeric(unlist(z)); if (length(n) == length(z)) names(z) <- n; z }

suite_cfa <- function(p, code, what = c("ML", "MLR", "FIML"), mi = TRUE, extra = TRUE) { e <- environment(); ctx(p, code, e)    # d, model
  x <- d[complete.cases(d), ]; .ref$doc$context[[p]] <- paste0(code, "; x <- complete rows of d")
  if ("ML" %in% what) { f <- cfa(model, x); cl <- "f <- cfa(model, x)"
    rec(id(p, "ml.fit"), fmx(f), "opt", kind = "cfa_fit", note = cl); rec(id(p, "ml.estimates"), pe(f), "opt", kind = "cfa_est", abs = 2e-4, note = "expected information; n (not n - 1) divisor")
    rec(id(p, "ml.std"), st(f), "opt", kind = "cfa_std", abs = 2e-4); rec(id(p, "ml.resid_cor"), unclass(residuals(f, type = "cor.bollen")$cov), "opt", kind = "cfa_resid")
    rec(id(p, "ml.resid_std"), unclass(residuals(f, type = "standardized")$cov), "opt", kind = "cfa_resid", abs = 5e-3, note = "residual / its standard error (z)")
    rec(id(p, "ml.implied_cov"), unclass(fitted(f)$cov), "opt", kind = "cfa_resid"); rec(id(p, "ml.r2"), num(lavInspect(f, "rsquare")), "opt", kind = "cfa_std")
    if (mi) rec(id(p, "ml.mi_top15"), { m <- as.data.frame(modindices(f)); m <- m[order(-m$mi), ][1:15, c("lhs", "op", "rhs", "mi", "epc", "sepc.all")]; rownames(m) <- NULL; m }, "opt", kind = "cfa_mi", rel = 1e-3)
    if (extra) { rec(id(p, "ml.rel_omega"), num(compRelSEM(f)), "opt", kind = "omega"); rec(id(p, "ml.rel_alpha"), num(compRelSEM(f, tau.eq = TRUE)), "opt", kind = "omega", note = "alpha from the sample covariances, per factor")
      rec(id(p, "ml.ave"), num(AVE(f)), "opt", kind = "ave"); rec(id(p, "ml.factor_cor"), unclass(lavInspect(f, "cor.lv")), "opt", kind = "cfa_std")
      rec(id(p, "htmt"), unclass(suppressWarnings(htmt(model, data = x))), "exact", kind = "htmt", note = "default: HTMT2, geometric mean of absolute correlations"); rec(id(p, "htmt_arithmetic"), unclass(suppressWarnings(htmt(model, data = x, htmt2 = FALSE))), "exact", kind = "htmt", note = "Henseler, Ringle & Sarstedt (2015), absolute correlations")
      rec(id(p, "fscores_regression"), unclass(head(lavPredict(f), 10)), "opt", kind = "factor_scores", abs = 1e-3); rec(id(p, "fscores_bartlett"), unclass(head(lavPredict(f, method = "Bartlett"), 10)), "opt", kind = "factor_scores", abs = 1e-3) } }
  if ("MLR" %in% what) { f <- cfa(model, x, estimator = "MLR"); rec(id(p, "mlr.fit"), fmx(f), "opt", kind = "cfa_mlr", rel = 1e-3, note = "f <- cfa(model, x, estimator = 'MLR')"); rec(id(p, "mlr.estimates"), pe(f), "opt", kind = "cfa_mlr", abs = 5e-4)
    f2 <- cfa(model, x, estimator = "MLM"); rec(id(p, "mlm.fit"), fmx(f2), "opt", kind = "cfa_mlr", rel = 1e-3, note = "Satorra-Bentler; f <- cfa(model, x, estimator = 'MLM')") }
  if ("FIML" %in% what) { f <- cfa(model, d, missing = "fiml"); rec(id(p, "fiml.fit"), fmx(f)[c("npar", "chisq", "df", "cfi", "tli", "logl", "unrestricted.logl", "rmsea", "srmr")], "opt", kind = "cfa_fiml", rel = 1e-3, note = "f <- cfa(model, d, missing = 'fiml')")
    rec(id(p, "fiml.estimates"), pe(f), "opt", kind = "cfa_fiml", abs = 1e-3); rec(id(p, "fiml.n"), lavInspect(f, "nobs"), "int", kind = "cfa_fiml") }
  if ("WLSMV" %in% what) { f <- cfa(model, x, ordered = names(x), estimator = "WLSMV"); rec(id(p, "wlsmv.fit"), fmx(f), "opt", kind = "cfa_wlsmv", rel = 2e-3, abs = 1e-3, note = "f <- cfa(model, x, ordered = names(x), estimator = 'WLSMV'); scaled and shifted chi-square")
    rec(id(p, "wlsmv.estimates"), pe(f), "opt", kind = "cfa_wlsmv", abs = 1e-3); rec(id(p, "wlsmv.std"), st(f), "opt", kind = "cfa_wlsmv", abs = 1e-3)
    u <- cfa(model, x, ordered = names(x), estimator = "ULSMV"); rec(id(p, "ulsmv.fit"), fmx(u)[c("chisq", "df", "chisq.scaled", "cfi.scaled", "rmsea.scaled", "srmr")], "opt", kind = "cfa_wlsmv", rel = 2e-3, abs = 1e-3)
    rec(id(p, "wlsmv.rel_omega_cat"), num(suppressWarnings(compRelSEM(f))), "opt", kind = "omega", abs = 1e-3, note = "Green & Yang (2009) categorical omega, observed-score metric"); rec(id(p, "wlsmv.rel_latent_response"), num(suppressWarnings(compRelSEM(f, ord.scale = FALSE))), "opt", kind = "omega", abs = 1e-3) }
}
suite_inv <- function(p, code, ordinal = FALSE) { e <- environment(); ctx(p, code, e)               # d (with group), model, group
  steps <- list(configural = "", metric = "loadings", scalar = c("loadings", "intercepts"), strict = c("loadings", "intercepts", "residuals"))
  fits <- lapply(steps, function(g) cfa(model, d, group = group, group.equal = g, meanstructure = TRUE))
  for (s in names(steps)) rec(id(p, paste0(s, ".fit")), fmx(fits[[s]]), "opt", kind = "invariance", note = paste0("fits$", s, " <- cfa(model, d, group = group, group.equal = ", deparse(steps[[s]]), ", meanstructure = TRUE)"))
  for (s in c("configural", "scalar")) rec(id(p, paste0(s, ".estimates")), pe(fits[[s]]), "opt", kind = "invariance", abs = 5e-4)
  rec(id(p, "lrt"), { a <- as.data.frame(lavTestLRT(fits$configural, fits$metric, fits$scalar, fits$strict)); rownames(a) <- names(steps); a[, c("Df", "Chisq", "Chisq diff", "Df diff", "Pr(>Chisq)")] }, "opt", kind = "invariance", rel = 1e-3)
  rec(id(p, "delta"), { z <- sapply(fits, function(f) fitMeasures(f)[c("cfi", "rmsea", "srmr")]); z <- t(apply(z, 1, diff)); colnames(z) <- names(steps)[-1]; z }, "opt", kind = "invariance")
  rec(id(p, "score_tests_scalar"), { z <- lavTestScore(fits$scalar)$uni; z <- as.data.frame(z); pt <- parTable(fits$scalar); z$param <- paste0(pt$lhs, pt$op, pt$rhs)[match(z$lhs, pt$plabel)]; z[order(-z$X2), c("param", "X2", "df")][1:5, ] }, "opt", kind = "invariance", rel = 1e-2, note = "univariate score tests for releasing each equality constraint, largest 5")
  if (ordinal) for (lv in list(c("thr", "thresholds"), c("load", "thresholds,loadings"), c("int", "thresholds,loadings,intercepts"))) { ge <- strsplit(lv[2], ",")[[1]]
    x <- d[complete.cases(d), ]; ov <- lavNames(lavaanify(model), "ov")
    m <- measEq.syntax(model, data = x, ordered = ov, parameterization = "theta", ID.fac = "std.lv", ID.cat = "Wu.Estabrook.2016", group = group, group.equal = ge)
    f <- cfa(as.character(m), data = x, group = group, ordered = ov, parameterization = "theta", estimator = "WLSMV")
    rec(id(p, paste0("ordinal_", lv[1], ".fit")), fmx(f)[c("npar", "chisq", "df", "chisq.scaled", "df.scaled", "cfi.scaled", "rmsea.scaled", "srmr")], "opt", kind = "invariance_ordinal", rel = 5e-3, abs = 2e-3, note = paste0("semTools::measEq.syntax, Wu & Estabrook (2016), theta, group.equal = ", lv[2])) }
}
suite_longinv <- function(p, code) { e <- environment(); ctx(p, code, e)                             # d, m_conf, m_metric, m_scalar
  for (s in c("m_conf", "m_metric", "m_scalar")) { f <- cfa(get(s), d, meanstructure = TRUE, std.lv = FALSE); rec(id(p, paste0(s, ".fit")), fmx(f), "opt", kind = "longitudinal_invariance", note = paste0("f <- cfa(", s, ", d, meanstructure = TRUE)")); rec(id(p, paste0(s, ".estimates")), pe(f), "opt", kind = "longitudinal_invariance", abs = 5e-4) }
}
suite_higher <- function(p, code) { e <- environment(); ctx(p, code, e)                              # d, m2 (second order), mb (bifactor)
  x <- d[complete.cases(d), ]; f <- cfa(m2, x); rec(id(p, "second_order.fit"), fmx(f), "opt", kind = "higher_order"); rec(id(p, "second_order.std"), st(f), "opt", kind = "higher_order", abs = 5e-4)
  rec(id(p, "second_order.omega"), num(compRelSEM(f, higher = "g")), "opt", kind = "higher_order", abs = 1e-3, note = "compRelSEM(f, higher = 'g'): reliability of the composite for first-order factors and for g")
  b <- cfa(mb, x, orthogonal = TRUE, std.lv = TRUE, control = list(iter.max = 20000)); if (lavInspect(b, "converged")) { rec(id(p, "bifactor.fit"), fmx(b), "opt", kind = "bifactor", rel = 1e-3); rec(id(p, "bifactor.std"), st(b), "opt", kind = "bifactor", abs = 2e-3)
    rec(id(p, "bifactor.indices"), { L <- lavInspect(b, "std")$lambda; u <- diag(lavInspect(b, "std")$theta); g <- L[, 1]; s <- L[, -1, drop = FALSE]; tot <- sum(g)^2 + sum(colSums(s)^2) + sum(u); c(omega_total = (sum(g)^2 + sum(colSums(s)^2)) / tot, omega_h = sum(g)^2 / tot, ECV = sum(g^2) / sum(L^2), PUC = { k <- nrow(s); nz <- colSums(s != 0); (k * (k - 1) / 2 - sum(nz * (nz - 1) / 2)) / (k * (k - 1) / 2) }, H = 1 / (1 + 1 / sum(g^2 / (1 - g^2)))) }, "opt", kind = "bifactor", abs = 2e-3) }
}
suite_ml_cfa <- function(p, code) { e <- environment(); ctx(p, code, e)                              # d, model2 (two-level), cluster, items
  f <- cfa(model2, d, cluster = cluster); rec(id(p, "fit"), fmx(f)[c("npar", "chisq", "df", "cfi", "tli", "rmsea", "logl")], "opt", kind = "multilevel_cfa", rel = 1e-3, note = "f <- cfa(model2, d, cluster = cluster)")
  rec(id(p, "srmr"), num(fitMeasures(f, c("srmr_within", "srmr_between"))), "opt", kind = "multilevel_cfa", abs = 1e-3)
  rec(id(p, "estimates"), pe(f), "opt", kind = "multilevel_cfa", abs = 1e-3); rec(id(p, "icc_items"), num(lavInspect(f, "icc")), "opt", kind = "multilevel_cfa", abs = 1e-3, note = "from the saturated two-level ML estimates")
  rec(id(p, "omega_levels"), { g <- function(q) sum(q$lambda)^2 / (sum(q$lambda)^2 * q$psi[1] + sum(diag(q$theta))) * q$psi[1]; h <- lavInspect(f, "est"); c(within = g(h$within), between = g(h[[2]])) }, "opt", kind = "multilevel_omega", abs = 1e-3, note = "Geldhof, Preacher & Zyphur (2014): (sum lambda)^2 psi / ((sum lambda)^2 psi + sum theta) at each level; one factor per level")
  rec(id(p, "lai_config"), { z <- suppressWarnings(compRelSEM(f, config = "f"))$config$f; z }, "opt", kind = "multilevel_omega", abs = 1e-3, note = "semTools compRelSEM, Lai (2021), configural construct: omega_W within, omega_2L total")
  rec(id(p, "lai_shared"), { z <- suppressWarnings(compRelSEM(f, shared = "f"))$shared$f; z }, "opt", kind = "multilevel_omega", abs = 1e-3, note = "Lai (2021), shared (school-level) construct: omega_B = reliability of the OBSERVED group mean composite, IRR = inter-rater part. Not the latent between-level omega, which is far higher")
  m3 <- strsplit(model2, "\n")[[1]]; fx <- function(l) { v <- trimws(strsplit(sub(".*=~", "", l), "[+]")[[1]]); paste("f =~", paste(c(v[1], paste0(letters[seq_along(v)][-1], "*", v[-1])), collapse = " + ")) }; m3[grepl("=~", m3)] <- vapply(m3[grepl("=~", m3)], fx, ""); m3 <- paste(m3, collapse = "\n")
  f3 <- cfa(m3, d, cluster = cluster); rec(id(p, "cross_level_metric.fit"), fmx(f3)[c("npar", "chisq", "df", "cfi", "rmsea", "logl")], "opt", kind = "multilevel_cfa", rel = 1e-3, note = "loadings equal across levels"); rec(id(p, "cross_level_metric.lai_config"), compRelSEM(f3, config = "f")$config$f, "opt", kind = "multilevel_omega", abs = 1e-3)
  rec(id(p, "alpha_levels"), { h <- lavInspect(f, "h1"); a <- function(S) { k <- ncol(S); k / (k - 1) * (1 - sum(diag(S)) / sum(S)) }; c(within = a(h$within$cov), between = a(h[[2]]$cov)) }, "opt", kind = "multilevel_omega", abs = 1e-3, note = "alpha of the estimated within and between covariance matrices")
}
