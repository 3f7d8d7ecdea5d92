"""Sign-in through an organisation's provider of OpenID Connect."""
