# Factorability, number of factors, exploratory factor analysis.
suite_factorability <- function(p, code, nmax = 8) { e <- environment(); ctx(p, code, e)            # d
  x <- d[complete.cases(d), ]; R <- cor(x); n <- nrow(x); .ref$doc$context[[p]] <- paste0(code, "; x <- complete rows of d; R <- cor(x); n <- nrow(x)")
  rec(id(p, "kmo"), KMO(R)$MSA, kind = "kmo"); rec(id(p, "kmo_items"), KMO(R)$MSAi, kind = "kmo")
  rec(id(p, "kmo_pairwise"), KMO(cor(d, use = "pairwise"))$MSA, kind = "kmo")
  rec(id(p, "bartlett"), unlist(cortest.bartlett(R, n = n)), kind = "bartlett")
  rec(id(p, "det"), c(det = det(R), logdet = as.numeric(determinant(R)$modulus)), kind = "bartlett")
  rec(id(p, "smc"), smc(R), kind = "smc")
  rec(id(p, "eigen"), eigen(R, symmetric = TRUE, only.values = TRUE)$values, kind = "eigen")
  rec(id(p, "eigen_reduced_smc"), { S <- R; diag(S) <- smc(R); eigen(S, symmetric = TRUE, only.values = TRUE)$values }, kind = "eigen")
  v <- vss(R, n = nmax, rotate = "varimax", fm = "minres", n.obs = n, plot = FALSE)
  rec(id(p, "map"), v$map, kind = "map", note = "Velicer MAP, average squared partial correlation, from 1 component; psych")
  rec(id(p, "map_number"), which.min(v$map), "int", kind = "map")
  rec(id(p, "map4"), { E <- eigen(R, symmetric = TRUE); A <- E$vectors %*% diag(sqrt(E$values)); sapply(0:(nmax - 1), function(m) { P <- if (m) R - tcrossprod(A[, 1:m, drop = FALSE]) else R; P <- cov2cor(P); o <- P[lower.tri(P)]; c(map2 = mean(o^2), map4 = mean(o^4)) }) }, kind = "map", note = "columns: 0,1,2,... components; rows: 1976 (squared) and 2000 (fourth power) criteria")
  set.seed(42); pa <- NULL
  capture.output(suppressWarnings(suppressMessages(pa <- fa.parallel(x, fm = "minres", fa = "both", n.iter = 50, plot = FALSE, quant = .95, sim = TRUE))))
  rec(id(p, "parallel_pc_values"), pa$pc.values, kind = "parallel"); rec(id(p, "parallel_fa_values"), pa$fa.values, "opt", kind = "parallel", note = "eigenvalues of R with one-factor minres communalities on the diagonal")
  rec(id(p, "parallel_pc_sim"), pa$pc.sim, "sim", kind = "parallel", note = "set.seed(42); fa.parallel(x, fm='minres', fa='both', n.iter=50, quant=.95, sim=TRUE)")
  rec(id(p, "parallel_fa_sim"), pa$fa.sim, "sim", kind = "parallel")
  rec(id(p, "parallel_n"), c(nfact = pa$nfact, ncomp = pa$ncomp), "int", kind = "parallel", note = "compare only where the margin below is over 0.03")
  rec(id(p, "parallel_margin"), c(fa = min(abs(pa$fa.values - pa$fa.sim)), pc = min(abs(pa$pc.values - pa$pc.sim))), "sim", kind = "parallel")
  rec(id(p, "parallel_mean_normal"), { set.seed(7); rowMeans(replicate(200, eigen(cor(matrix(rnorm(n * ncol(x)), n)), TRUE, TRUE)$values)) }, "sim", kind = "parallel", abs = .01, note = "mean eigenvalues of 200 independent normal samples of this n and k: any generator agrees within 0.01")
}
suite_efa <- function(p, code, fms = c("minres", "ml", "pa"), rots = c("none", "varimax", "oblimin", "promax"), extra = TRUE) { e <- environment(); ctx(p, code, e)   # d, nf
  x <- d[complete.cases(d), ]; R <- cor(x); n <- nrow(x); .ref$doc$context[[p]] <- paste0(code, "; x <- complete rows of d; R <- cor(x); n <- nrow(x)")
  for (fm in fms) for (rot in rots) { q <- paste(fm, rot, sep = "_"); t <- if (rot == "none") "opt" else "rotate"
    if (fm == "pa" && rot != "none") next
    f <- fa(R, nfactors = nf, fm = fm, rotate = rot, n.obs = n, max.iter = 1000)
    call <- paste0("f <- fa(R, nfactors = nf, fm = '", fm, "', rotate = '", rot, "', n.obs = n, max.iter = 1000)")
    rec(id(p, paste0(q, ".loadings")), unclass(f$loadings), t, kind = paste0("fa_", rot), note = call)
    rec(id(p, paste0(q, ".vaccounted")), f$Vaccounted, t, kind = paste0("fa_", rot))
    if (!is.null(f$Phi)) { rec(id(p, paste0(q, ".phi")), f$Phi, t, kind = paste0("fa_", rot)); rec(id(p, paste0(q, ".structure")), unclass(f$Structure), t, kind = paste0("fa_", rot)) }
    if (rot == "none") { rec(id(p, paste0(q, ".communality")), f$communality, "opt", kind = "fa_none")
      rec(id(p, paste0(q, ".fit")), c(chisq = f$STATISTIC, df = f$dof, p = f$PVAL, objective = f$objective, rmsea = f$RMSEA, tli = f$TLI, bic = f$BIC, rms = f$rms, crms = f$crms, null_chisq = f$null.chisq, null_df = f$null.dof, chi_empirical = f$chi, fit = f$fit, fit_off = f$fit.off), "opt", kind = "fa_fit", rel = 1e-3,
          note = paste0(call, "; psych's chi-square: (n - 1 - (2k + 5)/6 - 2m/3) * objective")) }
    if (rot == "oblimin") { rec(id(p, paste0(q, ".complexity")), f$complexity, t, kind = "fa_oblimin"); rec(id(p, paste0(q, ".R2_scores")), f$R2, t, kind = "fa_scores")
      for (m in c("Thurstone", "Bartlett", "tenBerge")) rec(id(p, paste0(q, ".weights_", m)), factor.scores(x, f, method = m)$weights, t, kind = "fa_scores", abs = 5e-3) }
  }
  if (extra) {
    rec(id(p, "factanal_uniqueness"), factanal(covmat = R, factors = nf, n.obs = n, rotation = "none", control = list(opt = list(factr = 10, maxit = 5000)))$uniquenesses, "opt", kind = "fa_none", note = "stats::factanal: ML, tight")
    rec(id(p, "factanal_stat"), { f <- factanal(covmat = R, factors = nf, n.obs = n, rotation = "none", control = list(opt = list(factr = 10, maxit = 5000))); c(chisq = unname(f$STATISTIC), df = f$dof, p = unname(f$PVAL)) }, "opt", kind = "fa_fit", rel = 1e-3)
    rec(id(p, "principal_varimax"), unclass(principal(R, nf, rotate = "varimax", n.obs = n)$loadings), "rotate", kind = "pca", note = "stats::varimax, Kaiser normalised, eps 1e-5")
    rec(id(p, "varimax_tight"), { f <- fa(R, nfactors = nf, fm = "minres", rotate = "none", n.obs = n); unclass(varimax(f$loadings, eps = 1e-14)$loadings) }, "opt", kind = "fa_varimax", note = "varimax with Kaiser normalisation, run to convergence")
    rec(id(p, "quartimin_tight"), { f <- fa(R, nfactors = nf, fm = "minres", rotate = "none", n.obs = n); g <- GPFoblq(unclass(f$loadings), method = "quartimin", eps = 1e-7, maxit = 20000); list(loadings = unclass(g$loadings), Phi = g$Phi) }, "opt", kind = "fa_oblimin", abs = 1e-4, note = "direct oblimin gamma 0, no Kaiser normalisation, run to convergence; psych 'oblimin' is this with eps 1e-5")
    rec(id(p, "quartimin_kaiser_tight"), { f <- fa(R, nfactors = nf, fm = "minres", rotate = "none", n.obs = n); g <- GPFoblq(unclass(f$loadings), method = "quartimin", normalize = TRUE, eps = 1e-7, maxit = 20000); list(loadings = unclass(g$loadings), Phi = g$Phi) }, "opt", kind = "fa_oblimin", abs = 1e-4, note = "SPSS uses Kaiser normalisation with direct oblimin")
    rec(id(p, "geominQ_tight"), { f <- fa(R, nfactors = nf, fm = "minres", rotate = "none", n.obs = n); g <- GPFoblq(unclass(f$loadings), method = "geomin", methodArgs = list(delta = .01), eps = 1e-7, maxit = 20000); list(loadings = unclass(g$loadings), Phi = g$Phi) }, "rotate", kind = "fa_oblimin", abs = 5e-3, note = "geomin has local minima: compare only if the criterion value is the same")
    rec(id(p, "quartimax_tight"), { f <- fa(R, nfactors = nf, fm = "minres", rotate = "none", n.obs = n); unclass(GPForth(unclass(f$loadings), method = "quartimax", eps = 1e-6, maxit = 20000)$loadings) }, "opt", kind = "fa_orthogonal", abs = 1e-4, note = "no Kaiser normalisation; psych 'quartimax' is this with eps 1e-5")
    rec(id(p, "equamax_tight"), { f <- fa(R, nfactors = nf, fm = "minres", rotate = "none", n.obs = n); unclass(GPForth(unclass(f$loadings), method = "cf", methodArgs = list(kappa = nf / (2 * ncol(R))), eps = 1e-6, maxit = 20000)$loadings) }, "opt", kind = "fa_orthogonal", abs = 1e-4, note = "Crawford-Ferguson with kappa = factors / (2 items), no Kaiser normalisation; psych 'equamax' is this with eps 1e-5")
  }
}
suite_efa_other <- function(p, code) { e <- environment(); ctx(p, code, e)                           # d (with missing cells), nf
  x <- d[complete.cases(d), ]; .ref$doc$context[[p]] <- paste0(code, "; x <- complete rows of d; Rp <- polychoric matrix of x (lavaan); Re <- cov2cor of the EM covariance of d")
  Rp <- unclass(lavInspect(lavCor(x, ordered = names(x), output = "fit"), "cor.ov")); Re <- cov2cor(em_mvn(d)$S); n <- nrow(x)
  for (w in c("poly", "em")) { R <- if (w == "poly") Rp else Re
    f <- fa(R, nf, fm = "minres", rotate = "none", n.obs = n, max.iter = 1000); rec(id(p, paste0(w, "_minres.communality")), f$communality, "opt", kind = paste0("efa_", w), abs = 1e-3, note = if (w == "em") "two-stage FIML: factor the EM (saturated FIML) correlation matrix" else "factor the polychoric matrix")
    g <- fa(R, nf, fm = "minres", rotate = "oblimin", n.obs = n, max.iter = 1000); rec(id(p, paste0(w, "_minres_oblimin.loadings")), unclass(g$loadings), "rotate", kind = paste0("efa_", w), abs = 2e-3)
    h <- fa(R, nf, fm = "ml", rotate = "none", n.obs = n, max.iter = 1000); rec(id(p, paste0(w, "_ml.communality")), h$communality, "opt", kind = paste0("efa_", w), abs = 1e-3) }
  rec(id(p, "poly_kmo"), KMO(Rp)$MSA, "poly", kind = "kmo"); rec(id(p, "poly_eigen"), eigen(Rp, TRUE, TRUE)$values, "poly", kind = "eigen")
}
