create or replace function core.job_request(job core.jobs) returns jsonb
language sql stable
set search_path = ''
as $$
    select jsonb_build_object(
        'job_id', job.id,
        'lease', job.lease,
        'attempt', job.attempts,
        'path', case when job.kind = 'process_upload' then '/pdfs' else '/quizzes' end,
        'callback', case
            when job.kind = 'process_upload' then '/webhook/upload-processed/' || job.upload_id
            else '/webhook/quiz-generated/' || job.quiz_id
        end,
        'body', case
            when job.kind = 'process_upload' then (
                select jsonb_build_object(
                    'upload_id', u.id, 'job_id', job.id, 'name', u.name, 'url', u.url, 'stored_in', u.stored_in
                )
                from core.uploads as u
                where u.id = job.upload_id
            )
            else job.request || jsonb_build_object(
                'exam_id', job.quiz_id,
                'job_id', job.id,
                'sources', (
                    select coalesce(jsonb_agg(jsonb_build_object(
                        'upload_id', u.id, 'pdf_id', u.pdf_id, 'name', u.name, 'url', u.url, 'stored_in', u.stored_in,
                        'pages', nullif(listed.source -> 'pages', 'null')
                    ) order by listed.n), '[]')
                    from jsonb_array_elements(job.request -> 'sources') with ordinality as listed (source, n)
                    inner join core.uploads as u on u.id = (listed.source ->> 'upload_id')::uuid
                ),
                'avoid', (
                    select coalesce(jsonb_agg(q.prompt order by q.position), '[]')
                    from core.questions as q
                    where q.quiz_id = job.quiz_id and q.deleted_at is null
                )
            )
        end
    );
$$;

comment on function core.job_request is
'What a worker posts for a job: {"job_id", "lease", "attempt", "path", "callback", "body"}. The addresses of files that lie
here are the worker''s to fill in (where stored_in is not null), because they expire.';
