"""Documents: uploads, generating questions from them, and the jobs that the processing server does."""
