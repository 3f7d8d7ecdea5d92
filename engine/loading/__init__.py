"""From files to instruments: YAML read with places, checked whole, built once; the catalogue of what is there."""
