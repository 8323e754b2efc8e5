"""The desk of the credit officers for prior learning."""
