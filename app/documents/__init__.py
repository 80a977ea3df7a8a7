"""Documents: uploads, the generation of questions from them, and the jobs of the processing server."""
