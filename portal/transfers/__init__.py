"""Credit from elsewhere: an Open Badge that another issuer signed is verified, mapped by rule, decided and posted."""
