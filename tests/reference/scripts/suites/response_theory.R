# Item response theory and differential item functioning.
suite_erm <- function(p, code, kind = "RM", split = "median") { if (!attached("eRm")) return(invisible()); e <- environment(); ctx(p, code, e)   # d
  m <- switch(kind, RM = RM(d), PCM = PCM(d), RSM = RSM(d)); K <- paste0("erm_", tolower(kind)); nt <- paste0("m <- ", kind, "(d): conditional ML, parameters sum to zero")
  rec(id(p, "loglik"), m$loglik, "loglik", kind = K, note = nt, abs = 1e-3); rec(id(p, "npar"), m$npar, "int", kind = K)
  rec(id(p, "betapar"), m$betapar, "opt", kind = K, abs = 1e-3, note = "easiness (negative difficulty), cumulated over categories for polytomous items"); rec(id(p, "se_beta"), m$se.beta, "opt", kind = K, abs = 1e-3)
  if (kind != "RM") rec(id(p, "thresholds"), { t <- thresholds(m)$threshtable[[1]]; as.matrix(t) }, "opt", kind = K, abs = 1e-3, note = "location = mean of the item's thresholds")
  pp <- suppressWarnings(person.parameter(m)); rec(id(p, "person_by_score"), { z <- as.data.frame(print(pp)); as.list(z) }, "opt", kind = "irt_person", abs = 2e-3, note = "ML person parameters; scores 0 and max by spline extrapolation (a convention of eRm: do not compare those two)")
  fi <- itemfit(pp); rec(id(p, "itemfit"), data.frame(outfit_msq = fi$i.outfitMSQ, infit_msq = fi$i.infitMSQ, outfit_t = fi$i.outfitZ, infit_t = fi$i.infitZ), "opt", kind = "irt_itemfit", abs = 5e-3, note = "persons with extreme scores are left out")
  pf <- personfit(pp); rec(id(p, "personfit_first20"), data.frame(outfit_msq = pf$p.outfitMSQ, infit_msq = pf$p.infitMSQ)[1:20, ], "opt", kind = "irt_personfit", abs = 5e-3)
  rec(id(p, "separation_reliability"), { s <- SepRel(pp); c(sep.rel = s$sep.rel, SSD = s$SSD.PS, MSE = s$MSE) }, "opt", kind = "irt_reliability", abs = 5e-3)
  rec(id(p, "andersen_lr"), { a <- suppressWarnings(LRtest(m, splitcr = split)); c(LR = a$LR, df = a$df, p = a$pvalue) }, "opt", kind = "irt_lr", abs = 2e-2, note = paste("split at the", split, "raw score"))
}
suite_mirt <- function(p, code, models) { if (!attached("mirt")) return(invisible()); e <- environment(); ctx(p, code, e)      # d (0-based or 1-based categories)
  th <- seq(-3, 3, 1)
  for (im in models) { m <- mirt(d, 1, itemtype = im, TOL = 1e-7, verbose = FALSE, SE = TRUE, technical = list(NCYCLES = 5000)); q <- function(s) id(p, paste0(im, ".", s)); K <- paste0("irt_", im)
    rec(q("loglik"), c(logLik = m@Fit$logLik, AIC = m@Fit$AIC, BIC = m@Fit$BIC, df = m@Fit$df, npar = extract.mirt(m, "nest")), "loglik", kind = K, note = paste0("m <- mirt(d, 1, itemtype = '", im, "', TOL = 1e-7, SE = TRUE); 61 points on -6..6"))
    rec(q("items"), { z <- coef(m, simplify = TRUE); z$items }, "quad", kind = K, note = "slope-intercept"); if (im %in% c("2PL", "graded", "Rasch", "gpcm")) rec(q("items_irt"), coef(m, simplify = TRUE, IRTpars = TRUE)$items, "quad", kind = K, abs = 2e-2, note = "a and difficulty/thresholds b")
    rec(q("group"), { z <- coef(m, simplify = TRUE); c(mean = unname(z$means[1]), var = unname(z$cov[1, 1])) }, "quad", kind = K)
    rec(q("eap_first20"), unclass(fscores(m, method = "EAP", full.scores.SE = TRUE)[1:20, ]), "quad", kind = "irt_scores"); rec(q("eapsum"), { z <- fscores(m, method = "EAPsum", full.scores = FALSE, verbose = FALSE); as.data.frame(z)[, intersect(c("Sum.Scores", "F1", "SE_F1", "observed", "expected"), names(as.data.frame(z)))] }, "quad", kind = "irt_scores", note = "sum score to EAP table (Lord-Wingersky)")
    rec(q("test_information"), setNames(testinfo(m, matrix(th)), th), "quad", kind = "irt_information", rel = 2e-2, abs = 2e-2); rec(q("csem"), setNames(1 / sqrt(testinfo(m, matrix(th))), th), "quad", kind = "irt_information", rel = 2e-2)
    rec(q("marginal_reliability"), c(marginal_rxx = marginal_rxx(m), empirical = unname(empirical_rxx(fscores(m, full.scores.SE = TRUE)))), "quad", kind = "irt_reliability", note = "marginal_rxx: integral of I/(I + 1/var) over the latent density; empirical: var(EAP) / (var(EAP) + mean(SE^2))")
    rec(q("S_X2"), { z <- itemfit(m, "S_X2"); z[, c("item", "S_X2", "df.S_X2", "p.S_X2")] }, "quad", kind = "irt_itemfit", rel = 5e-2, abs = .5, note = "Orlando & Thissen; collapsing of cells is mirt's (min. expected 1)")
    if (im == "Rasch") rec(q("infit"), { z <- itemfit(m, "infit", method = "EAP"); z[, c("item", "outfit", "infit")] }, "quad", kind = "irt_itemfit", abs = 2e-2, note = "with EAP person estimates: not the same as with ML or WLE")
    rec(q("M2"), { z <- M2(m, type = if (max(d, na.rm = TRUE) - min(d, na.rm = TRUE) > 1) "C2" else "M2*"); as.data.frame(z)[, intersect(c("M2", "df", "p", "RMSEA", "SRMSR", "TLI", "CFI"), names(z))] }, "quad", kind = "irt_m2", rel = 2e-2, note = "M2* for dichotomous items (= M2), C2 for polytomous (Cai & Monroe 2014)")
    rec(q("Zh_first20"), personfit(m)[1:20, ], "quad", kind = "irt_personfit", abs = 3e-2) }
}
suite_ltm <- function(p, code, kinds) { if (!attached("ltm")) return(invisible()); e <- environment(); ctx(p, code, e)
  if ("rasch" %in% kinds) { m <- rasch(d, constraint = cbind(ncol(d) + 1, 1), control = list(GHk = 61)); rec(id(p, "rasch1"), c(logLik = m$log.Lik, setNames(coef(m)[, 1], colnames(d))), "quad", kind = "ltm_rasch", note = "ltm::rasch, discrimination fixed at 1, 61 Gauss-Hermite points: logLik then difficulties") }
  if ("2pl" %in% kinds) { m <- ltm(d ~ z1, control = list(GHk = 61)); rec(id(p, "twopl"), list(logLik = m$log.Lik, coef = coef(m)), "quad", kind = "ltm_2pl") }
  if ("grm" %in% kinds) { m <- grm(d, control = list(GHk = 61)); rec(id(p, "grm"), list(logLik = m$log.Lik, coef = if (is.list(coef(m))) do.call(rbind, coef(m)) else coef(m)), "quad", kind = "ltm_grm", abs = 2e-2) }
}
dif_polr <- function(y, s, g) { y <- factor(y, ordered = TRUE); l <- function(f) { m <- if (nlevels(y) > 2) MASS::polr(f, method = "logistic", control = list(reltol = 1e-14, maxit = 1000)) else glm(f, family = binomial, control = list(epsilon = 1e-14)); as.numeric(logLik(m)) }
  n <- length(y); l0 <- l(y ~ 1); l1 <- l(y ~ s); l2 <- l(y ~ s + g); l3 <- l(y ~ s * g); ng <- function(a) (1 - exp(2 * (l0 - a) / n)) / (1 - exp(2 * l0 / n))
  c(uniform = 2 * (l2 - l1), nonuniform = 2 * (l3 - l2), total = 2 * (l3 - l1), p_total = pchisq(2 * (l3 - l1), 2, lower.tail = FALSE), d_nagelkerke_uniform = ng(l2) - ng(l1), d_nagelkerke_total = ng(l3) - ng(l1), d_mcfadden_total = (l3 - l1) / -l0) }
dif_mh <- function(y, s, g) { t <- table(g, y, s); keep <- apply(t, 3, function(z) all(rowSums(z) > 0) && all(colSums(z) > 0)); t <- t[, , keep]; a <- mantelhaen.test(t, correct = TRUE); b <- mantelhaen.test(t, correct = FALSE); or <- unname(a$estimate)
  c(chi2_corrected = unname(a$statistic), chi2 = unname(b$statistic), odds_ratio = or, delta_mh = -2.35 * log(or), strata = dim(t)[3]) }
dif_mantel <- function(y, s, g) { num <- v <- 0; smd <- 0; wt <- 0; for (k in unique(s)) { i <- s == k; yk <- y[i]; gk <- g[i]; n1 <- sum(gk == 1); n0 <- sum(gk == 0); n <- n1 + n0; if (n1 == 0 || n0 == 0 || n < 2) next
    F <- sum(yk[gk == 1]); E <- n1 * mean(yk); V <- n1 * n0 * (n * sum(yk^2) - sum(yk)^2) / (n^2 * (n - 1)); num <- num + F - E; v <- v + V; smd <- smd + n1 * (mean(yk[gk == 1]) - mean(yk[gk == 0])); wt <- wt + n1 }
  c(mantel_chi2 = num^2 / v, z = num / sqrt(v), smd = smd / wt, n_focal_used = wt) }
suite_dif <- function(p, code, dich = FALSE) { e <- environment(); ctx(p, code, e)                   # d (items), g (0 reference, 1 focal)
  tot <- rowSums(d); .ref$doc$context[[p]] <- paste0(code, "; tot <- rowSums(d)")
  rec(id(p, "logistic"), t(sapply(d, function(y) dif_polr(y, tot, g))), "opt", kind = "dif_logistic", rel = 1e-4, abs = 1e-3, note = "likelihood-ratio chi-squares of (ordinal) logistic regression on the total score (item included), the group and the interaction")
  if (dich) rec(id(p, "mantel_haenszel"), t(sapply(d, function(y) dif_mh(y, tot, factor(g)))), "exact", kind = "dif_mh", note = "strata: total score, item included; strata without both groups and both answers dropped; odds ratio as R forms it from table(g, y): >1 favours reference group being wrong vs focal - check the direction")
  rec(id(p, "mantel_ordinal"), t(sapply(d, function(y) dif_mantel(as.numeric(y), tot, g))), "exact", kind = "dif_mantel", note = "Mantel (1963) 1-df test and standardised mean difference weighted by the focal group")
}
