create or replace function core.job_request(job core.jobs) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'job_id', job.id,
        'lease', job.lease,
        'path', case when job.kind = 'process_upload' then '/pdfs' else '/quizzes' end,
        'callback', case
            when job.kind = 'process_upload' then '/webhook/upload-processed/' || job.upload_id
            else '/webhook/quiz-generated/' || job.quiz_id
        end,
        'body', case
            when job.kind = 'process_upload' then (
                select core.upload_address(u) || jsonb_build_object('job_id', job.id)
                from core.uploads as u
                where u.id = job.upload_id
            )
            else job.request || jsonb_build_object(
                'exam_id', job.quiz_id,
                'job_id', job.id,
                'sources', (
                    select coalesce(jsonb_agg(
                        core.upload_address(u)
                        || jsonb_build_object('pdf_id', u.pdf_id, 'pages', nullif(listed.source -> 'pages', 'null'))
                        order by listed.n
                    ), '[]')
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
'What a worker posts for a job: {"job_id", "lease", "path", "callback", "body"}. The worker replaces `stored_in` by the
address of the file, which is made when the job is posted because it expires.';
