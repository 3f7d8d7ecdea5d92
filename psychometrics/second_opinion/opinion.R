# What psych and lavaan say of the same data. Reads its material from standard input and writes a line an answer;
# by_r.py says how both are written. One package a run: Rscript opinion.R psych

package <- commandArgs(trailingOnly = TRUE)[1]
say <- function(...) { cat(paste(..., sep = "\t"), "\n", sep = ""); flush(stdout()) }
if (!suppressWarnings(requireNamespace(package, quietly = TRUE))) { say("missing", "package"); quit(status = 0) }
options(warn = -1)
invisible(Sys.setlocale("LC_NUMERIC", "C"))

# Material: "matrix NAME rows columns" and its rows; other lines are words of a design

input <- file("stdin", "r")
matrices <- list(); design <- list()
repeat {
  line <- readLines(input, n = 1)
  if (length(line) == 0) break
  words <- strsplit(line, " ", fixed = TRUE)[[1]]
  if (words[1] == "matrix") {
    rows <- as.integer(words[3]); columns <- as.integer(words[4])
    values <- scan(input, n = rows * columns, quiet = TRUE)
    matrices[[words[2]]] <- matrix(values, nrow = rows, byrow = TRUE)
  } else if (nchar(line) > 0) design[[length(design) + 1]] <- words
}
numbers <- function(text) as.numeric(strsplit(text, ",", fixed = TRUE)[[1]])
of_kind <- function(kind) Filter(function(words) words[1] == kind, design)

# Questions: a number, what it is about, and a function; gathered first, so that what is not answered is known

questions <- list()
ask <- function(number, about, made) questions[[length(questions) + 1]] <<- list(number, about, made)
texts <- function(values) paste(sprintf("%.17g", as.numeric(values)), collapse = ",")
shape <- function(values) if (is.matrix(values)) paste(dim(values), collapse = "x") else length(values)
with_other <- function(value, code, other) structure(list(value = value, code = code, other = other), class = "two")
whole <- function(x) x[stats::complete.cases(x), , drop = FALSE]
signed <- function(scale) {
  columns <- numbers(scale[3])
  sweep(matrices$answers[, columns, drop = FALSE], 2, numbers(scale[4]), "*")
}
once <- function(made) { held <- NULL; function() { if (is.null(held)) held <<- made(); held } }

if (package == "psych") {
  quiet <- function(expression) suppressMessages(suppressWarnings(expression))
  for (scale in of_kind("scale")) local({
    scale <- scale; x <- signed(scale)
    found <- function(x) {
      value <- quiet(psych::alpha(x, check.keys = FALSE, warnings = FALSE))$total$raw_alpha
      ends <- psych::alpha.ci(value, n.obs = nrow(x), n.var = ncol(x), p.val = .05)
      c(value, ends$lower.ci, ends$upper.ci)
    }
    came <- once(function() found(x))
    other <- if (anyNA(x) && scale[5] == "complete") once(function() found(whole(x)))
    for (place in 1:3) local({
      place <- place
      ask(c("alpha", "alpha_lower", "alpha_upper")[place], scale[2], function() {
        if (is.null(other)) came()[place] else with_other(came()[place], "pairwise", other()[place])
      })
    })
  })
  scores <- matrices$scores
  if (!is.null(scores) && ncol(scores) > 2)
    ask("partial_correlations", "-", function() quiet(psych::partial.r(as.data.frame(scores))))
  if (!is.null(matrices$cluster)) for (place in seq_len(ncol(scores))) local({
    place <- place
    own <- !is.na(scores[, place]) & !is.na(matrices$cluster[, 1])
    found <- once(function() quiet(psych::statsBy(
      data.frame(group = matrices$cluster[own, 1], score = scores[own, place], again = scores[own, place]), "group")))
    ask("icc1", place - 1, function() found()$ICC1[["score"]])
    ask("icc2", place - 1, function() found()$ICC2[["score"]])
  })
  icc <- function(part, name, about) {
    x <- whole(matrices[[name]])
    table <- once(function() quiet(psych::ICC(x, lmer = FALSE))$results)
    rows <- c(agreement = "ICC2", consistency = "ICC3")
    if (part == "raters") rows <- c(icc1 = "ICC1", rows, icc2 = "ICC1k",
      agreement_average = "ICC2k", consistency_average = "ICC3k")
    for (row in names(rows)) local({
      row <- row
      read <- function(column) table()[table()$type == rows[[row]], column]
      ask(paste0(part, "_", row), about, function() read("ICC"))
      ask(paste0(part, "_", row, "_lower"), about, function() read("lower bound"))
      ask(paste0(part, "_", row, "_upper"), about, function() read("upper bound"))
    })
  }
  for (words in of_kind("twice")) icc("retest", paste0("twice", words[2]), words[2])
  for (words in of_kind("ratings")) icc("raters", paste0("ratings", words[2]), words[2])
  for (structure in of_kind("structure")) local({
    x <- matrices$answers[, numbers(structure[2]), drop = FALSE]
    R <- once(function() stats::cor(whole(x)))
    if (structure[5] == "pairwise") R <- once(function() stats::cor(x, use = "pairwise"))
    n <- nrow(whole(x))
    found <- once(function() quiet(psych::KMO(R())))
    ask("kmo", "-", function() found()$MSA)
    ask("kmo_items", "-", function() found()$MSAi)
    if (structure[5] == "complete") {
      test <- once(function() quiet(psych::cortest.bartlett(R(), n = n)))
      ask("bartlett_chisq", "-", function() test()$chisq)
      ask("bartlett_p", "-", function() test()$p.value)
    }
    known <- c(none = "none", varimax = "varimax", promax = "promax", oblimin = "oblimin", geomin = "geominQ",
      quartimax = "quartimax", equamax = "equamax")
    for (rotation in strsplit(structure[4], ",", fixed = TRUE)[[1]]) if (rotation %in% names(known)) local({
      rotation <- rotation
      factors <- as.integer(structure[3])
      solution <- once(function() quiet(psych::fa(R(), factors, n.obs = n, rotate = known[[rotation]])))
      ask("loadings", rotation, function() unclass(solution()$loadings))
      first <- strsplit(structure[4], ",", fixed = TRUE)[[1]][1]
      if (rotation == first && factors > 1) {
        ask("communalities", rotation, function() solution()$communality)
        if (rotation %in% c("oblimin", "promax", "geomin")) ask("phi", rotation, function() solution()$Phi)
      }
    })
  })
}

if (package == "lavaan") {
  for (scale in of_kind("scale")) if (scale[6] == "1") local({
    scale <- scale; x <- as.data.frame(whole(signed(scale)))
    names(x) <- paste0("v", seq_len(ncol(x)))
    fit <- once(function() suppressWarnings(
      lavaan::cfa(paste("f =~", paste(names(x), collapse = " + ")), data = x, std.lv = TRUE)))
    measure <- function(name) as.numeric(lavaan::fitMeasures(fit(), name))
    ask("one_factor_chisq", scale[2], function() measure("chisq"))
    ask("cfi", scale[2], function() measure("cfi"))
    ask("rmsea", scale[2], function() measure("rmsea"))
    ask("srmr", scale[2], function() measure("srmr"))
    ask("omega", scale[2], function() {
      estimates <- lavaan::lavInspect(fit(), "est")
      common <- sum(estimates$lambda)^2
      common / (common + sum(diag(estimates$theta)))
    })
  })
}

if (package == "lavaan") for (model in of_kind("model")) local({
  words <- model; x <- as.data.frame(matrices$answers[, numbers(words[3]), drop = FALSE])
  names(x) <- paste0("v", seq_len(ncol(x)))
  estimator <- words[6]; flags <- words[7:8] == "1"; everybody <- estimator == "fiml"
  called <- list(model = gsub(";", "\n", words[4], fixed = TRUE), data = if (everybody) x else x[stats::complete.cases(x), ],
    estimator = if (estimator %in% c("ml", "mlr", "mlm", "fiml")) "ML" else toupper(estimator),
    std.lv = flags[1], orthogonal = flags[1])
  if (everybody) called$missing <- "fiml" else if (flags[2]) called$meanstructure <- TRUE
  if (estimator %in% c("dwls", "wlsmv", "ulsmv")) called$ordered <- names(x)
  fit <- once(function() suppressWarnings(do.call("cfa", called, envir = asNamespace("lavaan"))))
  for (name in c("chisq", "df", "cfi", "rmsea", "srmr")) local({
    name <- name
    ask(paste0("cfa_", name), words[2], function() as.numeric(lavaan::fitMeasures(fit(), name)))
  })
  ask("cfa_loadings", words[2], function() {
    L <- unclass(lavaan::lavInspect(fit(), "std")$lambda)
    L <- L[names(x), paste0("f", seq_len(as.integer(words[5]))), drop = FALSE]
    sweep(L, 2, ifelse(colSums(L) < 0, -1, 1), "*")
  })
})

say("asked", as.character(utils::packageVersion(package)),
  paste(vapply(questions, function(one) paste(one[[1]], one[[2]], sep = "="), ""), collapse = ";"))
for (one in questions) {
  value <- tryCatch(one[[3]](), error = function(e) e)
  if (inherits(value, "error") || length(value) == 0) { say("silence", one[[1]], one[[2]]); next }
  if (inherits(value, "two"))
    say("answer", one[[1]], one[[2]], shape(value$value), texts(value$value), value$code, texts(value$other))
  else if (is.matrix(value)) say("answer", one[[1]], one[[2]], shape(value), texts(t(value)))
  else say("answer", one[[1]], one[[2]], shape(value), texts(value))
}
say("done")
