"""Prior learning is recognised: apply with evidence, check, assess, decide, post."""
