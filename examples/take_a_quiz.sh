#!/bin/sh
# Takes a quiz with curl: a teacher makes one from a GIFT file, a pupil takes it and reads the review.
#   examples/take_a_quiz.sh                                  on http://localhost:8000
#   API=https://quiz.example.com examples/take_a_quiz.sh     on another server
set -eu
API=${API:-http://localhost:8000}
json='Content-Type: application/json'

pick() { # pick EXPRESSION: evaluates it with `body`, the JSON on standard input, and prints the result
    python3 -c 'import json, sys; body = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"
}
show() { python3 -m json.tool --no-ensure-ascii; }
sign_up() { # sign_up NAME: prints the access token of a new account
    email="$1-$(date +%s)-$$@example.com"
    curl -sS "$API/auth/signup" -H "$json" \
        -d "{\"email\": \"$email\", \"password\": \"a long enough password\", \"display_name\": \"$1\"}" |
        pick 'body["access_token"]'
}
call() { # call TOKEN PATH [options of curl]
    token=$1 path=$2
    shift 2
    curl -sS "$API$path" -H "Authorization: Bearer $token" "$@"
}

teacher=$(sign_up teacher)
pupil=$(sign_up pupil)

echo '--- A quiz from a GIFT file'
quiz=$(printf '%s\n' 'The capital of Brazil? {=Brasília}' '' 'Two plus two? {=4 ~5 ~22}' '' 'The Earth is flat. {F}' |
    call "$teacher" '/quizzes/import?format=gift&title=Warm-up' -H 'Content-Type: text/plain' --data-binary @-)
printf '%s' "$quiz" | pick 'body["quiz"]["title"], body["imported"], body["problems"]'
quiz_id=$(printf '%s' "$quiz" | pick 'body["quiz"]["id"]')

echo '--- Make it public: everybody may take it'
call "$teacher" "/quizzes/$quiz_id" -X PATCH -H "$json" -d '{"visibility": "public"}' | pick 'body["visibility"]'

echo '--- The pupil starts: questions come without their answer keys, and the database keeps the time'
attempt=$(call "$pupil" "/quizzes/$quiz_id/start" -X POST)
printf '%s' "$attempt" | show

echo '--- Answers are saved; case and accents are ignored'
brasilia=$(printf '%s' "$attempt" | pick 'body["questions"][0]["id"]')
sum=$(printf '%s' "$attempt" | pick 'body["questions"][1]["id"]')
five=$(printf '%s' "$attempt" | pick 'next(c["id"] for c in body["questions"][1]["choices"] if c["text"] == "5")')
attempt_id=$(printf '%s' "$attempt" | pick 'body["id"]')
call "$pupil" "/attempts/$attempt_id/answers" -X PATCH -H "$json" -d "{\"answers\": [
    {\"question_id\": \"$brasilia\", \"response\": \"brasilia\"},
    {\"question_id\": \"$sum\", \"response\": [\"$five\"]}]}" | pick 'body["saved"], body["rejected"]'

echo '--- The pupil submits the attempt, and Postgres marks it'
call "$pupil" "/quizzes/$quiz_id/submit" -X POST -H "$json" -d '{}' |
    pick '"{score} of {max_score} points, {percent} %".format(**body)'

echo '--- The review'
call "$pupil" "/attempts/$attempt_id/review" |
    pick '"\n".join("{prompt} {verdict}: {right_answer}".format(**q) for q in body["questions"])'

echo '--- An error is problem JSON with a stable code'
call "$pupil" "/quizzes/$quiz_id/start" -X POST | show
