# Recorder used by every reference script: evaluates an expression, stores its source text,
# its value at 15 significant digits, its tolerance tier and any warning R gave.
suppressPackageStartupMessages({ library(jsonlite); library(psych); library(GPArotation); library(lavaan); library(semTools) })
options(warn = 1, mc.cores = 1, stringsAsFactors = FALSE)
Sys.setenv(OMP_NUM_THREADS = "1")

TIERS <- list(
  exact   = list(rel = 1e-8,  abs = 1e-9,  why = "closed form in double precision; nothing iterative"),
  root    = list(rel = 1e-6,  abs = 1e-6,  why = "one-dimensional root or quantile of a non-central distribution, or an optimiser run to 1e-12"),
  opt     = list(rel = 1e-4,  abs = 5e-5,  why = "smooth optimiser stopped by the reference program's own rule; the error is the reference's"),
  rotate  = list(rel = 1e-3,  abs = 1e-3,  why = "oblique/orthogonal rotation stopped by the reference's own rule; compare after matching columns by order and sign"),
  poly    = list(rel = 1e-3,  abs = 1e-3,  why = "polychoric/tetrachoric: 1-D optimisation with its own stop rule (psych stops within 2e-5 of the optimum)"),
  quad    = list(rel = 2e-3,  abs = 2e-3,  why = "marginal maximum likelihood: quadrature and EM stop rule differ (a second implementation on the same 61 points agreed to 5e-7)"),
  loglik  = list(rel = 1e-5,  abs = 5e-2,  why = "log likelihood at the optimum found"),
  reml    = list(rel = 1e-4,  abs = 1e-5,  why = "variance components by REML/ML"),
  sim     = list(rel = 5e-2,  abs = 3e-2,  why = "Monte Carlo under a recorded seed: another generator gives another draw"),
  int     = list(rel = 0,     abs = 0,     why = "count or decision: must be equal")
)

.ref <- new.env()
source("scripts/encode.R")
start <- function(name, data, source, licence, setup, about = "") {
  data <- I(data)
  .ref$name <- name
  .ref$doc <- list(name = name, about = about, data = data, source = source, licence = licence,
                   setup = as.list(setup))
  .ref$res <- list(); .ref$kinds <- list()
}
note_r <- function(id, text) .ref$res[[id]]$note <- text
# rec("id", expr): expr is evaluated in the caller's frame
rec <- function(id, expr, tier = "exact", kind = NULL, note = NULL, abs = NULL, rel = NULL) {
  e <- substitute(expr); warns <- character()
  code <- paste(deparse(e, width.cutoff = 120L), collapse = "\n")
  fr <- parent.frame()
  out <- capture.output(val <- tryCatch(withCallingHandlers(eval(e, fr),
      warning = function(w) { warns <<- c(warns, conditionMessage(w)); invokeRestart("muffleWarning") },
      message = function(m) invokeRestart("muffleMessage")),
    error = function(err) structure(list(error = conditionMessage(err)), class = "referr")))
  if (inherits(val, "referr")) { cat("ERROR in", id, ":", val$error, "\n"); .ref$err <- c(.ref$err, id); return(invisible(NULL)) }
  it <- list(kind = unbox(if (is.null(kind)) sub("\\..*", "", id) else kind), tier = unbox(tier))
  if (!is.null(abs)) it$abs <- unbox(abs)
  if (!is.null(rel)) it$rel <- unbox(rel)
  it$code <- unbox(code)
  it$value <- enc(val)
  if (length(warns)) it$warning <- unbox(substr(paste(unique(warns), collapse = " | "), 1, 300))
  if (!is.null(note)) it$note <- unbox(note)
  if (id %in% names(.ref$res)) cat("DUPLICATE", id, "\n")
  .ref$res[[id]] <- it
  invisible(val)
}
# Whether packages that only some suites need are there; what they would compute is left out where not.
attached <- function(...) {
  lacking <- Filter(function(p) !suppressPackageStartupMessages(require(p, character.only = TRUE, quietly = TRUE)), c(...))
  if (length(lacking)) cat("LEFT OUT for want of", lacking, ":", deparse(sys.call(-1), nlines = 1), "\n")
  length(lacking) == 0
}
# Writes new/NAME.json beside the kept file; `python -m tests.reference.compare NAME` compares the two.
finish <- function(pkgs = c("psych", "lavaan", "semTools", "multilevel", "eRm", "mirt", "ltm", "lme4", "irr", "GPArotation")) {
  have <- Filter(function(p) requireNamespace(p, quietly = TRUE), pkgs)
  d <- .ref$doc
  d$r_version <- R.version.string
  d$packages <- as.list(setNames(vapply(have, function(p) as.character(packageVersion(p)), ""), have))
  d$tiers <- TIERS
  d$results <- .ref$res
  dir.create("new", showWarnings = FALSE)
  f <- file.path("new", paste0(.ref$name, ".json"))
  txt <- toJSON(d, auto_unbox = TRUE, digits = NA, na = "null", null = "null", matrix = "rowmajor")
  writeLines(txt, f)
  cat(.ref$name, ":", length(.ref$res), "results,", file.size(f), "bytes, errors:", length(.ref$err), "\n")
  .ref$err <- NULL
}
# numbers only, so that the CSV reads the same everywhere; NA is an empty cell
wcsv <- function(d, f) write.csv(d, f, row.names = FALSE, na = "", quote = FALSE)
# Data as they are kept; where they are not, `from` takes them out of the package that ships them.
kept <- function(f, from) { if (!file.exists(f)) wcsv(from, f); read.csv(f) }
shipped <- function(name, package) { e <- new.env(); data(list = name, package = package, envir = e); get(name, e) }
without_names <- function(d) { rownames(d) <- NULL; d }

# Suites: the same analyses for any data set.  Each suite takes a prefix and a line of R that defines its
# variables; the line is stored under "context" so that every result's code can be read with its variables.
ctx <- function(p, code, fr) { .ref$doc$context[[p]] <- code; eval(parse(text = code), fr) }
id <- function(p, x) paste(p, x, sep = ".")
for (f in list.files("scripts/suites", full.names = TRUE)) source(f)
