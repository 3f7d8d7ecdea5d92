# R's values as JSON has them: a matrix or a table of numbers as rows, cols and data, a named vector by name.
.enc_num <- function(x) if (is.integer(x) || is.logical(x)) x else { x[!is.finite(x)] <- NA; x }
enc <- function(v) {
  if (is.null(v)) return(NULL)
  if (is.table(v)) { if (length(dim(v)) == 1) { n <- names(v); v <- as.vector(v); names(v) <- n } else v <- unclass(v) }
  if (inherits(v, c("loadings", "lavaan.matrix.symmetric", "lavaan.matrix", "psych"))) {
    if (!is.list(v)) v <- unclass(v) }
  if (inherits(v, "lavaan.vector")) { n <- names(v); v <- as.numeric(v); names(v) <- n }
  if (is.data.frame(v)) {
    if (all(vapply(v, is.numeric, NA) | vapply(v, is.logical, NA))) { rn <- rownames(v); v <- as.matrix(v); rownames(v) <- rn }
    else return(list(columns = lapply(as.list(v), function(z) { z <- if (is.factor(z)) as.character(z) else z; I(if (is.numeric(z)) .enc_num(unname(z)) else as.character(z)) })))
  }
  if (is.matrix(v)) {
    r <- rownames(v); cc <- colnames(v); m <- unname(unclass(v)); attributes(m) <- list(dim = dim(v))
    return(list(rows = I(if (is.null(r)) as.character(seq_len(nrow(m))) else r),
                cols = I(if (is.null(cc)) as.character(seq_len(ncol(m))) else cc),
                data = .enc_num(m)))
  }
  if (is.list(v)) return(lapply(v, enc))
  if (is.factor(v)) v <- as.character(v)
  if (is.numeric(v) || is.logical(v)) v <- .enc_num(v)
  if (length(v) > 1 && !is.null(names(v))) return(as.list(v))
  v <- unname(v); attributes(v) <- NULL
  if (length(v) == 1) unbox(v) else v
}
