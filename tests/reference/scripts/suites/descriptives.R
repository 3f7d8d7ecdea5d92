# Descriptive statistics, missing data and correlations.
suite_desc <- function(p, code, mcar = TRUE) { e <- environment(); ctx(p, code, e)                  # d, lo, hi
  rec(id(p, "describe"), describe(d, quant = c(.1, .25, .5, .75, .9), IQR = TRUE), kind = "describe")
  rec(id(p, "skew123"), sapply(1:3, function(t) psych::skew(d, type = t)), kind = "describe", note = "columns: type 1 (m3/m2^1.5), 2 (SAS/SPSS G1), 3 (psych default)")
  rec(id(p, "kurtosis123"), sapply(1:3, function(t) psych::kurtosi(d, type = t)), kind = "describe")
  if (all(unlist(d) %% 1 == 0, na.rm = TRUE)) rec(id(p, "counts"), sapply(d, function(x) table(factor(x, lo:hi))), "int", kind = "frequencies")
  if (all(unlist(d) %% 1 == 0, na.rm = TRUE)) rec(id(p, "floor_ceiling"), sapply(d, function(x) c(floor = mean(x == lo, na.rm = TRUE), ceiling = mean(x == hi, na.rm = TRUE))), kind = "floor_ceiling")
  rec(id(p, "missing_by_item"), colSums(is.na(d)), "int", kind = "missing")
  rec(id(p, "missing_by_person"), table(rowSums(is.na(d))), "int", kind = "missing")
  rec(id(p, "complete_rows"), sum(complete.cases(d)), "int", kind = "missing")
  rec(id(p, "patterns"), length(unique(apply(is.na(d), 1, paste, collapse = ""))), "int", kind = "missing")
  rec(id(p, "pairwise_n"), crossprod(!is.na(d)), "int", kind = "missing")
  if (mcar) rec(id(p, "little_mcar"), little(d), "opt", kind = "little_mcar", note = "Little (1988) d2 with EM moments; EM covariance rescaled by n/(n-1)")
  if (mcar) rec(id(p, "em_mean"), em_mvn(d)$mu, "opt", kind = "em_moments")
  if (mcar) rec(id(p, "em_cov"), em_mvn(d)$S, "opt", kind = "em_moments", note = "divisor n; the saturated FIML covariance")
}
suite_cor <- function(p, code) { e <- environment(); ctx(p, code, e)                                # d
  rec(id(p, "pearson_pairwise"), cor(d, use = "pairwise"), kind = "correlation")
  rec(id(p, "pearson_complete"), cor(d, use = "complete"), kind = "correlation")
  rec(id(p, "cov_pairwise"), cov(d, use = "pairwise"), kind = "correlation")
  rec(id(p, "spearman_pairwise"), cor(d, use = "pairwise", method = "spearman"), kind = "correlation", note = "ranks are taken within each pair's complete rows")
  rec(id(p, "kendall_tau_b"), cor(na.omit(d)[, 1:3], method = "kendall"), kind = "correlation")
  rec(id(p, "p_unadjusted"), corr.test(d[, 1:4], adjust = "none")$p, kind = "correlation")
  rec(id(p, "ci_fisher"), corr.test(d[, 1:4], adjust = "none")$ci[, c("lower", "r", "upper", "p")], kind = "correlation")
}
