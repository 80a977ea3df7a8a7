-- In a file of its own: a value that was added to a type can be used only once that has been committed.
alter type core.question_kind add value if not exists 'slide';
