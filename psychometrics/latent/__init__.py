"""Models with latent variables: what is believed of items and factors, fitted to means and covariances."""
