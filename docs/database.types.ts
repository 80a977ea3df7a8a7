// Made by `make types` from the migrated database; do not edit.
export type Json =
  | string
  | number
  | boolean
  | null
  | { [key: string]: Json | undefined }
  | Json[]

export type Database = {
  // Allows to automatically instantiate createClient with right options
  // instead of createClient<Database, { PostgrestVersion: 'XX' }>(URL, KEY)
  __InternalSupabase: {
    PostgrestVersion: "12"
  }
  public: {
    Tables: {
      [_ in never]: never
    }
    Views: {
      allowances: {
        Row: {
          closes_at: string | null
          created_at: string
          email: string | null
          extra_attempts: number
          extra_time_s: number
          group_id: string | null
          id: string
          opens_at: string | null
          quiz_id: string
          time_factor: number
          updated_at: string
          user_id: string | null
        }
        Relationships: [
          {
            foreignKeyName: "allowances_quiz_id_fkey"
            columns: ["quiz_id"]
            referencedRelation: "quizzes"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "allowances_user_id_fkey"
            columns: ["user_id"]
            referencedRelation: "profiles"
            referencedColumns: ["id"]
          },
        ]
      }
      answers: {
        Row: {
          attempt_id: string
          question_id: string
          response: NonNullable<Json>
          saved_at: string
          version: number
          attempts: {
            deadline: string | null
            finished_at: string | null
            id: string | null
            max_score: number | null
            number: number | null
            overdue: boolean | null
            passed: boolean | null
            preview: boolean | null
            quiz_id: string | null
            score: number | null
            started_at: string | null
            state: string | null
            to_mark: number | null
            user_id: string | null
          } | null
          comment: string | null
          fraction: number | null
          points: number | null
          questions: {
            created_at: string
            difficulty: "easy" | "medium" | "hard" | null
            display: NonNullable<Json>
            kind:
              | "single_choice"
              | "multiple_choice"
              | "true_false"
              | "numeric"
              | "short_text"
              | "ordering"
              | "poll"
              | "slide"
              | "slider"
              | "matching"
              | "cloze"
              | "word_cloud"
              | "essay"
            media_alt: string | null
            media_url: string | null
            points: number
            prompt: string
            question_id: string
            subject: string | null
            text_format: "plain" | "markdown"
            time_limit_ms: number | null
            version: number
          } | null
        }
        Relationships: []
      }
      attempt_choices: {
        Row: {
          attempt_id: string | null
          id: string | null
          media_alt: string | null
          media_url: string | null
          position: number | null
          question_id: string | null
          text: string | null
          version: number | null
        }
        Relationships: []
      }
      attempt_questions: {
        Row: {
          attempt_id: string | null
          position: number | null
          question_id: string | null
          version: number | null
          answers: {
            attempt_id: string
            question_id: string
            response: NonNullable<Json>
            saved_at: string
            version: number
          } | null
          attempt_choices: {
            attempt_id: string | null
            id: string | null
            media_alt: string | null
            media_url: string | null
            position: number | null
            question_id: string | null
            text: string | null
            version: number | null
          } | null
          question_versions: {
            created_at: string
            difficulty: "easy" | "medium" | "hard" | null
            display: NonNullable<Json>
            kind:
              | "single_choice"
              | "multiple_choice"
              | "true_false"
              | "numeric"
              | "short_text"
              | "ordering"
              | "poll"
              | "slide"
              | "slider"
              | "matching"
              | "cloze"
              | "word_cloud"
              | "essay"
            media_alt: string | null
            media_url: string | null
            points: number
            prompt: string
            question_id: string
            subject: string | null
            text_format: "plain" | "markdown"
            time_limit_ms: number | null
            version: number
          } | null
        }
        Relationships: []
      }
      attempts: {
        Row: {
          deadline: string | null
          finished_at: string | null
          id: string | null
          max_score: number | null
          number: number | null
          overdue: boolean | null
          passed: boolean | null
          preview: boolean | null
          quiz_id: string | null
          score: number | null
          started_at: string | null
          state: string | null
          to_mark: number | null
          user_id: string | null
          answers: {
            attempt_id: string
            question_id: string
            response: NonNullable<Json>
            saved_at: string
            version: number
          } | null
          attempt_questions: {
            attempt_id: string | null
            position: number | null
            question_id: string | null
            version: number | null
          } | null
          profiles: {
            created_at: string
            display_name: string
            guest: boolean
            id: string
          } | null
          quizzes: {
            archived_at: string | null
            ask_email: boolean
            ask_student_number: boolean
            attempt_delay_s: number
            attempts_allowed: number | null
            closes_at: string | null
            counting_attempt: "best" | "last" | "first" | "average"
            created_at: string
            description: string
            guests_allowed: boolean
            id: string
            key_shown:
              | "never"
              | "after_submit"
              | "after_last_attempt"
              | "after_close"
            language: string
            listed_only: boolean
            negative_marking: number
            opens_at: string | null
            owner_id: string
            pass_mark: number | null
            progress: number | null
            review_shown:
              | "never"
              | "after_submit"
              | "after_last_attempt"
              | "after_close"
            score_shown:
              | "never"
              | "after_submit"
              | "after_last_attempt"
              | "after_close"
              | null
            sections: NonNullable<Json>
            shuffle_choices: boolean
            shuffle_questions: boolean
            state: "ready" | "generating" | "failed"
            state_code: string | null
            state_counts: Json | null
            state_reason: string | null
            tags: string[]
            text_format: "plain" | "markdown"
            time_limit_s: number | null
            title: string
            updated_at: string
            version: number
            visibility: "private" | "link" | "public"
          } | null
        }
        Relationships: []
      }
      choices: {
        Row: {
          id: string | null
          media_alt: string | null
          media_url: string | null
          position: number | null
          question_id: string
          quiz_id: string
          text: string | null
        }
        Relationships: [
          {
            foreignKeyName: "questions_quiz_id_fkey"
            columns: ["quiz_id"]
            referencedRelation: "quizzes"
            referencedColumns: ["id"]
          },
        ]
      }
      credit_accounts: {
        Row: {
          balance: number
          created_at: string
          id: number
          kind: "user" | "reserved" | "revenue" | "promotions" | "stripe"
        }
        Relationships: []
      }
      credit_entries: {
        Row: {
          account_id: number
          amount: number
          balance_after: number
          balance_before: number
          id: number
          transfer_id: number
        }
        Relationships: [
          {
            foreignKeyName: "credit_entries_transfer_id_fkey"
            columns: ["transfer_id"]
            referencedRelation: "credit_transfers"
            referencedColumns: ["id"]
          },
        ]
      }
      credit_transfers: {
        Row: {
          amount: number
          created_at: string
          id: number
          kind:
            | "gift"
            | "purchase"
            | "refund"
            | "refund_reversed"
            | "dispute"
            | "dispute_reversed"
            | "reserve"
            | "capture"
            | "release"
          payment_id: string | null
          questions: number | null
          quiz_id: string | null
          payments: {
            amount_cents: number
            created_at: string
            credits: number
            currency: string
            failure: string | null
            failure_code: string | null
            id: string
            paid_at: string | null
            refunded_cents: number
            status: "pending" | "failed" | "canceled" | "paid"
          } | null
        }
        Relationships: []
      }
      filed_quizzes: {
        Row: {
          folder_id: string
          quiz_id: string
          user_id: string
        }
        Relationships: [
          {
            foreignKeyName: "filed_quizzes_folder_id_user_id_fkey"
            columns: ["folder_id", "user_id"]
            referencedRelation: "folders"
            referencedColumns: ["id", "owner_id"]
          },
          {
            foreignKeyName: "filed_quizzes_quiz_id_fkey"
            columns: ["quiz_id"]
            referencedRelation: "quizzes"
            referencedColumns: ["id"]
          },
        ]
      }
      folders: {
        Row: {
          created_at: string
          id: string
          name: string
          owner_id: string
          parent_id: string | null
          updated_at: string
        }
        Relationships: [
          {
            foreignKeyName: "folders_owner_id_fkey"
            columns: ["owner_id"]
            referencedRelation: "profiles"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "folders_parent_id_fkey"
            columns: ["parent_id"]
            referencedRelation: "folders"
            referencedColumns: ["id"]
          },
        ]
      }
      jobs: {
        Row: {
          attempts: number
          code: string | null
          created_at: string
          finished_at: string | null
          id: string
          kind: "process_upload" | "generate_questions" | "regenerate_question"
          question_id: string | null
          quiz_id: string | null
          reason: string | null
          result: Json | null
          state: "waiting" | "accepted" | "done" | "failed"
          upload_id: string | null
        }
        Relationships: [
          {
            foreignKeyName: "jobs_question_id_fkey"
            columns: ["question_id"]
            referencedRelation: "choices"
            referencedColumns: ["question_id"]
          },
          {
            foreignKeyName: "jobs_question_id_fkey"
            columns: ["question_id"]
            referencedRelation: "questions"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "jobs_quiz_id_fkey"
            columns: ["quiz_id"]
            referencedRelation: "quizzes"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "jobs_upload_id_fkey"
            columns: ["upload_id"]
            referencedRelation: "uploads"
            referencedColumns: ["id"]
          },
        ]
      }
      live_answers: {
        Row: {
          confidence: "low" | "high" | null
          elapsed_ms: number
          fraction: number | null
          number: number
          player_id: string
          points: number | null
          received_at: string
          response: NonNullable<Json>
          room_id: string
          players: {
            avatar: string
            finished_at: string | null
            id: string
            joined_at: string
            kicked_at: string | null
            left_at: string | null
            nickname: string
            room_id: string
            score: number | null
            streak: number | null
            team: number | null
            user_id: string | null
          } | null
          room_questions: {
            closed_at: string | null
            due_at: string | null
            limit_ms: number
            multiplier: number
            number: number
            opened_at: string | null
            points: number
            question_id: string
            room_id: string
            skipped: boolean
            version: number
          } | null
        }
        Relationships: []
      }
      media: {
        Row: {
          alt: string
          created_at: string
          height: number | null
          id: string
          kind: "picture" | "sound"
          media_type: string
          owner_id: string
          size_bytes: number
          width: number | null
        }
        Relationships: [
          {
            foreignKeyName: "media_owner_id_fkey"
            columns: ["owner_id"]
            referencedRelation: "profiles"
            referencedColumns: ["id"]
          },
        ]
      }
      owner_acts: {
        Row: {
          act: string
          actor_id: string
          created_at: string
          details: NonNullable<Json>
          email: string | null
          id: number
          quiz_id: string
          user_id: string | null
        }
        Relationships: [
          {
            foreignKeyName: "owner_acts_actor_id_fkey"
            columns: ["actor_id"]
            referencedRelation: "profiles"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "owner_acts_quiz_id_fkey"
            columns: ["quiz_id"]
            referencedRelation: "quizzes"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "owner_acts_user_id_fkey"
            columns: ["user_id"]
            referencedRelation: "profiles"
            referencedColumns: ["id"]
          },
        ]
      }
      payment_disputes: {
        Row: {
          amount_cents: number
          created_at: string
          id: string
          payment_id: string
          status: string
          updated_at: string
          withdrawn_cents: number
        }
        Relationships: [
          {
            foreignKeyName: "payment_disputes_payment_id_fkey"
            columns: ["payment_id"]
            referencedRelation: "payments"
            referencedColumns: ["id"]
          },
        ]
      }
      payments: {
        Row: {
          amount_cents: number
          created_at: string
          credits: number
          currency: string
          failure: string | null
          failure_code: string | null
          id: string
          paid_at: string | null
          refunded_cents: number
          status: "pending" | "failed" | "canceled" | "paid"
        }
        Relationships: []
      }
      players: {
        Row: {
          avatar: string
          finished_at: string | null
          id: string
          joined_at: string
          kicked_at: string | null
          left_at: string | null
          nickname: string
          room_id: string
          score: number | null
          streak: number | null
          team: number | null
          user_id: string | null
          live_answers: {
            confidence: "low" | "high" | null
            elapsed_ms: number
            fraction: number | null
            number: number
            player_id: string
            points: number | null
            received_at: string
            response: NonNullable<Json>
            room_id: string
          } | null
        }
        Relationships: [
          {
            foreignKeyName: "players_room_id_fkey"
            columns: ["room_id"]
            referencedRelation: "rooms"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "players_room_id_team_fkey"
            columns: ["room_id", "team"]
            referencedRelation: "teams"
            referencedColumns: ["room_id", "number"]
          },
          {
            foreignKeyName: "players_user_id_fkey"
            columns: ["user_id"]
            referencedRelation: "profiles"
            referencedColumns: ["id"]
          },
        ]
      }
      profiles: {
        Row: {
          created_at: string
          display_name: string
          guest: boolean
          id: string
          attempts: {
            deadline: string | null
            finished_at: string | null
            id: string | null
            max_score: number | null
            number: number | null
            overdue: boolean | null
            passed: boolean | null
            preview: boolean | null
            quiz_id: string | null
            score: number | null
            started_at: string | null
            state: string | null
            to_mark: number | null
            user_id: string | null
          } | null
        }
        Relationships: []
      }
      question_versions: {
        Row: {
          created_at: string
          difficulty: "easy" | "medium" | "hard" | null
          display: NonNullable<Json>
          kind:
            | "single_choice"
            | "multiple_choice"
            | "true_false"
            | "numeric"
            | "short_text"
            | "ordering"
            | "poll"
            | "slide"
            | "slider"
            | "matching"
            | "cloze"
            | "word_cloud"
            | "essay"
          media_alt: string | null
          media_url: string | null
          points: number
          prompt: string
          question_id: string
          subject: string | null
          text_format: "plain" | "markdown"
          time_limit_ms: number | null
          version: number
        }
        Relationships: [
          {
            foreignKeyName: "question_versions_question_id_fkey"
            columns: ["question_id"]
            referencedRelation: "choices"
            referencedColumns: ["question_id"]
          },
          {
            foreignKeyName: "question_versions_question_id_fkey"
            columns: ["question_id"]
            referencedRelation: "questions"
            referencedColumns: ["id"]
          },
        ]
      }
      questions: {
        Row: {
          choices: NonNullable<Json>
          citation: Json | null
          created_at: string
          difficulty: "easy" | "medium" | "hard" | null
          display: NonNullable<Json>
          external_id: string | null
          id: string
          kind:
            | "single_choice"
            | "multiple_choice"
            | "true_false"
            | "numeric"
            | "short_text"
            | "ordering"
            | "poll"
            | "slide"
            | "slider"
            | "matching"
            | "cloze"
            | "word_cloud"
            | "essay"
          media_alt: string | null
          media_url: string | null
          name: string | null
          points: number
          position: number
          prompt: string
          quiz_id: string
          source: string | null
          subject: string | null
          tags: string[]
          text_format: "plain" | "markdown"
          time_limit_ms: number | null
          updated_at: string
          version: number
          choices: {
            id: string | null
            media_alt: string | null
            media_url: string | null
            position: number | null
            question_id: string
            quiz_id: string
            text: string | null
          } | null
        }
        Relationships: [
          {
            foreignKeyName: "questions_quiz_id_fkey"
            columns: ["quiz_id"]
            referencedRelation: "quizzes"
            referencedColumns: ["id"]
          },
        ]
      }
      quiz_collaborators: {
        Row: {
          accepted_at: string | null
          email: string | null
          id: string
          invited_at: string
          offered_at: string | null
          quiz_id: string
          role: "results" | "edit" | "owner"
          user_id: string | null
        }
        Relationships: [
          {
            foreignKeyName: "quiz_collaborators_quiz_id_fkey"
            columns: ["quiz_id"]
            referencedRelation: "quizzes"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "quiz_collaborators_user_id_fkey"
            columns: ["user_id"]
            referencedRelation: "profiles"
            referencedColumns: ["id"]
          },
        ]
      }
      quizzes: {
        Row: {
          archived_at: string | null
          ask_email: boolean
          ask_student_number: boolean
          attempt_delay_s: number
          attempts_allowed: number | null
          closes_at: string | null
          counting_attempt: "best" | "last" | "first" | "average"
          created_at: string
          description: string
          guests_allowed: boolean
          id: string
          key_shown:
            | "never"
            | "after_submit"
            | "after_last_attempt"
            | "after_close"
          language: string
          listed_only: boolean
          negative_marking: number
          opens_at: string | null
          owner_id: string
          pass_mark: number | null
          progress: number | null
          review_shown:
            | "never"
            | "after_submit"
            | "after_last_attempt"
            | "after_close"
          score_shown:
            | "never"
            | "after_submit"
            | "after_last_attempt"
            | "after_close"
            | null
          sections: NonNullable<Json>
          shuffle_choices: boolean
          shuffle_questions: boolean
          state: "ready" | "generating" | "failed"
          state_code: string | null
          state_counts: Json | null
          state_reason: string | null
          tags: string[]
          text_format: "plain" | "markdown"
          time_limit_s: number | null
          title: string
          updated_at: string
          version: number
          visibility: "private" | "link" | "public"
          attempts: {
            deadline: string | null
            finished_at: string | null
            id: string | null
            max_score: number | null
            number: number | null
            overdue: boolean | null
            passed: boolean | null
            preview: boolean | null
            quiz_id: string | null
            score: number | null
            started_at: string | null
            state: string | null
            to_mark: number | null
            user_id: string | null
          } | null
          question_count: number | null
        }
        Relationships: [
          {
            foreignKeyName: "quizzes_owner_id_fkey"
            columns: ["owner_id"]
            referencedRelation: "profiles"
            referencedColumns: ["id"]
          },
        ]
      }
      results: {
        Row: {
          attempt_id: string | null
          attempts: number | null
          finished_at: string | null
          max_score: number | null
          passed: boolean | null
          percent: number | null
          quiz_id: string
          score: number | null
          user_id: string
        }
        Relationships: [
          {
            foreignKeyName: "attempts_quiz_id_fkey"
            columns: ["quiz_id"]
            referencedRelation: "quizzes"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "attempts_user_id_fkey"
            columns: ["user_id"]
            referencedRelation: "profiles"
            referencedColumns: ["id"]
          },
        ]
      }
      room_choices: {
        Row: {
          id: string | null
          media_alt: string | null
          media_url: string | null
          number: number
          position: number | null
          room_id: string
          text: string | null
        }
        Relationships: [
          {
            foreignKeyName: "room_questions_room_id_fkey"
            columns: ["room_id"]
            referencedRelation: "rooms"
            referencedColumns: ["id"]
          },
        ]
      }
      room_events: {
        Row: {
          audience: "everyone" | "host" | "player"
          created_at: string
          payload: NonNullable<Json>
          room_id: string
          seq: number
          type: string
        }
        Relationships: [
          {
            foreignKeyName: "room_events_room_id_fkey"
            columns: ["room_id"]
            referencedRelation: "rooms"
            referencedColumns: ["id"]
          },
        ]
      }
      room_questions: {
        Row: {
          closed_at: string | null
          due_at: string | null
          limit_ms: number
          multiplier: number
          number: number
          opened_at: string | null
          points: number
          question_id: string
          room_id: string
          skipped: boolean
          version: number
          room_choices: {
            id: string | null
            media_alt: string | null
            media_url: string | null
            number: number
            position: number | null
            room_id: string
            text: string | null
          } | null
        }
        Relationships: [
          {
            foreignKeyName: "room_questions_question_id_version_fkey"
            columns: ["question_id", "version"]
            referencedRelation: "question_versions"
            referencedColumns: ["question_id", "version"]
          },
          {
            foreignKeyName: "room_questions_room_id_fkey"
            columns: ["room_id"]
            referencedRelation: "rooms"
            referencedColumns: ["id"]
          },
        ]
      }
      rooms: {
        Row: {
          code: string
          created_at: string
          ended_at: string | null
          expires_at: string
          formula: "kahoot" | "linear" | "accuracy"
          host_id: string
          id: string
          locked: boolean
          max_players: number
          question_number: number
          question_total: number
          quiz_id: string
          role: string | null
          state: "lobby" | "open" | "paused" | "closed" | "ended"
          streak_bonus: boolean
          title: string
        }
        Relationships: [
          {
            foreignKeyName: "rooms_host_id_fkey"
            columns: ["host_id"]
            referencedRelation: "profiles"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "rooms_quiz_id_fkey"
            columns: ["quiz_id"]
            referencedRelation: "quizzes"
            referencedColumns: ["id"]
          },
        ]
      }
      settings: {
        Row: {
          description: string
          key: string
          value: number | null
        }
        Relationships: []
      }
      teams: {
        Row: {
          name: string
          number: number
          room_id: string
        }
        Relationships: [
          {
            foreignKeyName: "teams_room_id_fkey"
            columns: ["room_id"]
            referencedRelation: "rooms"
            referencedColumns: ["id"]
          },
        ]
      }
      trivia_questions: {
        Row: {
          choices: string[] | null
          difficulty: "easy" | "medium" | "hard"
          id: string
          kind:
            | "single_choice"
            | "multiple_choice"
            | "true_false"
            | "numeric"
            | "short_text"
            | "ordering"
            | "poll"
            | "slide"
            | "slider"
            | "matching"
            | "cloze"
            | "word_cloud"
            | "essay"
          prompt: string | null
          topic: string
        }
        Relationships: []
      }
      trivia_topics: {
        Row: {
          easy: number | null
          hard: number | null
          medium: number | null
          questions: number | null
          topic: string
        }
        Relationships: []
      }
      uploads: {
        Row: {
          code: string | null
          created_at: string
          id: string
          language: string | null
          message: string | null
          name: string
          owner_id: string
          page_labels: Json | null
          pages: number | null
          pdf_id: string | null
          progress: number
          reason: string | null
          scanned_pages: number | null
          size_bytes: number | null
          state: "queued" | "processing" | "ready" | "failed"
          text_pages: number | null
          title: string | null
          updated_at: string
          url: string | null
          version: number
        }
        Relationships: [
          {
            foreignKeyName: "uploads_owner_id_fkey"
            columns: ["owner_id"]
            referencedRelation: "profiles"
            referencedColumns: ["id"]
          },
        ]
      }
    }
    Functions: {
      abandon_attempt: {
        Args: { attempt_id: string; guest_token?: string }
        Returns: Json
      }
      accept_host_invite: {
        Args: { invite: string; room_code: string }
        Returns: Json
      }
      accept_quiz_invitation: { Args: { invitation_id: string }; Returns: Json }
      accept_quiz_offer: { Args: { quiz_id: string }; Returns: Json }
      add_admin: { Args: { person: string }; Returns: Json }
      add_to_allow_list: {
        Args: { addresses: Json; quiz_id: string }
        Returns: Json
      }
      answer_question: {
        Args: {
          confidence?: string
          question: number
          response: Json
          resume: string
          room_code: string
        }
        Returns: Json
      }
      answer_turn: {
        Args: {
          confidence?: string
          question: number
          response: Json
          resume: string
          room_code: string
        }
        Returns: Json
      }
      answers:
        | {
            Args: {
              "": Database["public"]["Views"]["attempt_questions"]["Row"]
            }
            Returns: {
              attempt_id: string
              question_id: string
              response: NonNullable<Json>
              saved_at: string
              version: number
            }
            SetofOptions: {
              from: "public.attempt_questions"
              to: "answers"
              isOneToOne: true
              isSetofReturn: true
            }
          }
        | {
            Args: { "": Database["public"]["Views"]["attempts"]["Row"] }
            Returns: {
              attempt_id: string
              question_id: string
              response: NonNullable<Json>
              saved_at: string
              version: number
            }[]
            SetofOptions: {
              from: "public.attempts"
              to: "answers"
              isOneToOne: false
              isSetofReturn: true
            }
          }
      archive_quiz: { Args: { quiz_id: string }; Returns: Json }
      attempt_choices: {
        Args: { "": Database["public"]["Views"]["attempt_questions"]["Row"] }
        Returns: {
          attempt_id: string | null
          id: string | null
          media_alt: string | null
          media_url: string | null
          position: number | null
          question_id: string | null
          text: string | null
          version: number | null
        }[]
        SetofOptions: {
          from: "public.attempt_questions"
          to: "attempt_choices"
          isOneToOne: false
          isSetofReturn: true
        }
      }
      attempt_questions: {
        Args: { "": Database["public"]["Views"]["attempts"]["Row"] }
        Returns: {
          attempt_id: string | null
          position: number | null
          question_id: string | null
          version: number | null
        }[]
        SetofOptions: {
          from: "public.attempts"
          to: "attempt_questions"
          isOneToOne: false
          isSetofReturn: true
        }
      }
      attempt_review: {
        Args: { attempt_id: string; guest_token?: string }
        Returns: Json
      }
      attempts:
        | {
            Args: { "": Database["public"]["Views"]["answers"]["Row"] }
            Returns: {
              deadline: string | null
              finished_at: string | null
              id: string | null
              max_score: number | null
              number: number | null
              overdue: boolean | null
              passed: boolean | null
              preview: boolean | null
              quiz_id: string | null
              score: number | null
              started_at: string | null
              state: string | null
              to_mark: number | null
              user_id: string | null
            }
            SetofOptions: {
              from: "public.answers"
              to: "attempts"
              isOneToOne: true
              isSetofReturn: true
            }
          }
        | {
            Args: { "": Database["public"]["Views"]["profiles"]["Row"] }
            Returns: {
              deadline: string | null
              finished_at: string | null
              id: string | null
              max_score: number | null
              number: number | null
              overdue: boolean | null
              passed: boolean | null
              preview: boolean | null
              quiz_id: string | null
              score: number | null
              started_at: string | null
              state: string | null
              to_mark: number | null
              user_id: string | null
            }[]
            SetofOptions: {
              from: "public.profiles"
              to: "attempts"
              isOneToOne: false
              isSetofReturn: true
            }
          }
        | {
            Args: { "": Database["public"]["Views"]["quizzes"]["Row"] }
            Returns: {
              deadline: string | null
              finished_at: string | null
              id: string | null
              max_score: number | null
              number: number | null
              overdue: boolean | null
              passed: boolean | null
              preview: boolean | null
              quiz_id: string | null
              score: number | null
              started_at: string | null
              state: string | null
              to_mark: number | null
              user_id: string | null
            }[]
            SetofOptions: {
              from: "public.quizzes"
              to: "attempts"
              isOneToOne: false
              isSetofReturn: true
            }
          }
      begin_payment: {
        Args: { credits: number; idempotency_key?: string }
        Returns: Json
      }
      calculate_credits: { Args: { questions: number }; Returns: Json }
      check_questions: { Args: { drafts: Json }; Returns: Json }
      check_request: { Args: Record<PropertyKey, never>; Returns: undefined }
      check_trivia: {
        Args: {
          amount?: number
          difficulty?: string
          kind?: string
          topic?: string
        }
        Returns: Json
      }
      choices: {
        Args: { "": Database["public"]["Views"]["questions"]["Row"] }
        Returns: {
          id: string | null
          media_alt: string | null
          media_url: string | null
          position: number | null
          question_id: string
          quiz_id: string
          text: string | null
        }[]
        SetofOptions: {
          from: "public.questions"
          to: "choices"
          isOneToOne: false
          isSetofReturn: true
        }
      }
      claim_guest: {
        Args: { guest_token: string; quiz_id: string }
        Returns: Json
      }
      claim_player: {
        Args: { resume: string; room_code: string }
        Returns: Json
      }
      clean_up: { Args: Record<PropertyKey, never>; Returns: Json }
      close_question: { Args: { room_code: string }; Returns: Json }
      comment: {
        Args: { "": Database["public"]["Views"]["answers"]["Row"] }
        Returns: {
          error: true
        } & "the function public.comment with parameter or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache"
      }
      compare_groups: {
        Args: { quiz_id?: string; time_zone?: string }
        Returns: Json
      }
      copy_questions: {
        Args: {
          at_position?: number
          if_version?: number
          question_ids: string[]
          quiz_id: string
        }
        Returns: Json
      }
      create_folder: {
        Args: { name: string; parent_id?: string }
        Returns: Json
      }
      create_group: { Args: { name: string }; Returns: Json }
      create_question: { Args: { draft: Json; quiz_id: string }; Returns: Json }
      create_questions: {
        Args: { drafts: Json; quiz_id: string }
        Returns: Json
      }
      create_quiz: { Args: { draft: Json }; Returns: Json }
      create_quiz_from_trivia: {
        Args: {
          amount?: number
          difficulty?: string
          kind?: string
          title?: string
          topic?: string
        }
        Returns: Json
      }
      create_room: { Args: { options?: Json; quiz_id: string }; Returns: Json }
      create_upload: { Args: { name?: string; url: string }; Returns: Json }
      credit_balance: { Args: Record<PropertyKey, never>; Returns: Json }
      credit_history: {
        Args: { cursor?: string; page_size?: number }
        Returns: Json
      }
      credit_lines: {
        Args: Record<PropertyKey, never>
        Returns: {
          created_at: string
          id: number
          kind:
            | "gift"
            | "purchase"
            | "refund"
            | "refund_reversed"
            | "dispute"
            | "dispute_reversed"
            | "reserve"
            | "capture"
            | "release"
          payment_id: string
          questions: number
          quiz_id: string
          reserved_after: number
          reserved_change: number
          spendable_after: number
          spendable_change: number
          text: string
        }[]
      }
      decline_quiz_invitation: {
        Args: { invitation_id: string }
        Returns: Json
      }
      decline_quiz_offer: { Args: { quiz_id: string }; Returns: Json }
      delete_account: { Args: Record<PropertyKey, never>; Returns: Json }
      delete_allowance: {
        Args: { allowance_id: string; quiz_id: string }
        Returns: Json
      }
      delete_answer: {
        Args: { attempt_id: string; guest_token?: string; question_id: string }
        Returns: Json
      }
      delete_attempt: {
        Args: { attempt_id: string; quiz_id: string }
        Returns: Json
      }
      delete_folder: { Args: { folder_id: string }; Returns: Json }
      delete_group: { Args: { group_id: string }; Returns: Json }
      delete_media: { Args: { media_id: string }; Returns: Json }
      delete_question: {
        Args: { if_version?: number; question_id: string; quiz_id: string }
        Returns: Json
      }
      delete_quiz: {
        Args: { if_version?: number; quiz_id: string }
        Returns: Json
      }
      delete_tags: { Args: { tags: string[] }; Returns: Json }
      delete_upload: {
        Args: { if_version?: number; upload_id: string }
        Returns: Json
      }
      describe_media: { Args: { alt: string; media_id: string }; Returns: Json }
      duplicate_quiz: {
        Args: { quiz_id: string; title?: string }
        Returns: Json
      }
      end_room: { Args: { room_code: string }; Returns: Json }
      end_rooms_of: { Args: { person: string }; Returns: Json }
      export_account: { Args: Record<PropertyKey, never>; Returns: Json[] }
      export_quiz: {
        Args: { quiz_id: string; version?: string; with_key?: boolean }
        Returns: Json
      }
      export_results: {
        Args: {
          group_id?: string
          quiz_id: string
          time_zone?: string
          with_answers?: boolean
        }
        Returns: Json[]
      }
      extend_attempt: {
        Args: { attempt_id: string; more_time: Json; quiz_id: string }
        Returns: Json
      }
      extend_question: {
        Args: { room_code: string; seconds: number }
        Returns: Json
      }
      file_quizzes: {
        Args: { folder_id?: string; quiz_ids: string[] }
        Returns: Json
      }
      fraction: {
        Args: { "": Database["public"]["Views"]["answers"]["Row"] }
        Returns: {
          error: true
        } & "the function public.fraction with parameter or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache"
      }
      generate_questions: {
        Args: { quiz_id: string; request?: Json }
        Returns: Json
      }
      generate_quiz: { Args: { request: Json }; Returns: Json }
      get_attempt: {
        Args: { attempt_id: string; guest_token?: string }
        Returns: Json
      }
      get_certificate: { Args: { code: string }; Returns: Json }
      get_folder: { Args: { folder_id: string }; Returns: Json }
      get_group: { Args: { group_id: string }; Returns: Json }
      get_media: { Args: { media_id: string }; Returns: Json }
      get_payment: { Args: { payment_id: string }; Returns: Json }
      get_question: {
        Args: { question_id: string; quiz_id: string }
        Returns: Json
      }
      get_quiz: { Args: { quiz_id: string }; Returns: Json }
      get_quiz_snapshot: {
        Args: { quiz_id: string; snapshot_id: string }
        Returns: Json
      }
      get_upload: { Args: { upload_id: string }; Returns: Json }
      global_board: {
        Args: { day?: string; period?: string; subject?: string }
        Returns: {
          display_name: string
          passed: number
          place: number
          points: number
          quizzes: number
          rank: number
          you: boolean
        }[]
      }
      global_leaderboard: {
        Args: {
          cursor?: string
          day?: string
          page_size?: number
          period?: string
          subject?: string
        }
        Returns: Json
      }
      group_leaderboard: {
        Args: {
          cursor?: string
          group_id: string
          page_size?: number
          quiz_id?: string
        }
        Returns: Json
      }
      hand_over_room: {
        Args: { room_code: string; user_id: string }
        Returns: Json
      }
      hide_word: {
        Args: {
          hidden: boolean
          number: number
          room_code: string
          word: string
        }
        Returns: Json
      }
      host_dashboard: { Args: Record<PropertyKey, never>; Returns: Json }
      host_heartbeat: {
        Args: { room_code: string; since?: number }
        Returns: Json
      }
      host_room: { Args: { room_code: string; since?: number }; Returns: Json }
      import_questions: {
        Args: {
          drafts: Json
          file_name?: string
          into_quiz?: string
          quiz?: Json
          skip_problems?: boolean
          tags?: Json
          title?: string
        }
        Returns: Json
      }
      invite_collaborator: {
        Args: { person: string; quiz_id: string; role: string }
        Returns: Json
      }
      invite_host: { Args: { room_code: string }; Returns: Json }
      join_group: { Args: { join_code: string }; Returns: Json }
      join_room: {
        Args: {
          avatar?: string
          resume?: string
          room_code: string
          since?: number
          team?: number
          username?: string
        }
        Returns: Json
      }
      kick_player: {
        Args: { player_id: string; room_code: string }
        Returns: Json
      }
      leave_group: { Args: { group_id: string }; Returns: Json }
      leave_room: {
        Args: { connection: number; resume: string; room_code: string }
        Returns: Json
      }
      list_admins: { Args: Record<PropertyKey, never>; Returns: Json }
      list_allow_list: {
        Args: { cursor?: string; page_size?: number; quiz_id: string }
        Returns: Json
      }
      list_allowances: {
        Args: { cursor?: string; page_size?: number; quiz_id: string }
        Returns: Json
      }
      list_answers_to_mark: {
        Args: {
          anonymous?: boolean
          cursor?: string
          marked?: boolean
          page_size?: number
          question_id?: string
          quiz_id?: string
          sort?: string
        }
        Returns: Json
      }
      list_attempts: {
        Args: {
          cursor?: string
          page_size?: number
          q?: string
          quiz_id?: string
          sort?: string
        }
        Returns: Json
      }
      list_attempts_of: {
        Args: {
          cursor?: string
          page_size?: number
          person_id: string
          quiz_id: string
        }
        Returns: Json
      }
      list_collaborators: { Args: { quiz_id: string }; Returns: Json }
      list_folders: { Args: Record<PropertyKey, never>; Returns: Json }
      list_group_members: {
        Args: { cursor?: string; group_id: string; page_size?: number }
        Returns: Json
      }
      list_groups: {
        Args: { cursor?: string; page_size?: number }
        Returns: Json
      }
      list_media: {
        Args: { cursor?: string; page_size?: number; q?: string; sort?: string }
        Returns: Json
      }
      list_owner_acts: {
        Args: { cursor?: string; page_size?: number; quiz_id: string }
        Returns: Json
      }
      list_payments: {
        Args: { cursor?: string; page_size?: number }
        Returns: Json
      }
      list_played_rooms: {
        Args: { cursor?: string; page_size?: number; q?: string; sort?: string }
        Returns: Json
      }
      list_questions: {
        Args: {
          deleted?: boolean
          difficulty?: string
          quiz_id: string
          tag?: string
        }
        Returns: Json
      }
      list_quiz_history: { Args: { quiz_id: string }; Returns: Json }
      list_quiz_invitations: {
        Args: { cursor?: string; page_size?: number }
        Returns: Json
      }
      list_quizzes: {
        Args: {
          archived?: boolean
          cursor?: string
          deleted?: boolean
          folder_id?: string
          page_size?: number
          q?: string
          shared?: boolean
          sort?: string
          tags?: string[]
          unfiled?: boolean
          visibility?: string
        }
        Returns: Json
      }
      list_regrade_results: {
        Args: {
          cursor?: string
          page_size?: number
          quiz_id: string
          regrade_id: number
        }
        Returns: Json
      }
      list_regrades: {
        Args: { cursor?: string; page_size?: number; quiz_id: string }
        Returns: Json
      }
      list_rooms: {
        Args: { cursor?: string; page_size?: number; q?: string; sort?: string }
        Returns: Json
      }
      list_tags: { Args: Record<PropertyKey, never>; Returns: Json }
      list_topics: { Args: { others?: string[]; q?: string }; Returns: Json }
      list_uploads: {
        Args: {
          cursor?: string
          deleted?: boolean
          page_size?: number
          q?: string
          sort?: string
        }
        Returns: Json
      }
      live_answers: {
        Args: { "": Database["public"]["Views"]["players"]["Row"] }
        Returns: {
          confidence: "low" | "high" | null
          elapsed_ms: number
          fraction: number | null
          number: number
          player_id: string
          points: number | null
          received_at: string
          response: NonNullable<Json>
          room_id: string
        }[]
        SetofOptions: {
          from: "public.players"
          to: "live_answers"
          isOneToOne: false
          isSetofReturn: true
        }
      }
      lock_room: { Args: { locked: boolean; room_code: string }; Returns: Json }
      make_certificate: {
        Args: {
          attempt_id: string
          guest_token?: string
          name?: string
          with_score?: boolean
        }
        Returns: Json
      }
      mark_answer: {
        Args: {
          attempt_id: string
          if_version?: number
          mark: Json
          question_id: string
          quiz_id: string
        }
        Returns: Json
      }
      may_delete_account: { Args: Record<PropertyKey, never>; Returns: Json }
      may_import: {
        Args: { idempotency_key?: string; into_quiz?: string; number: number }
        Returns: Json
      }
      may_upload: {
        Args: { idempotency_key?: string; name?: string }
        Returns: Json
      }
      may_upload_media: { Args: { alt?: string }; Returns: Json }
      move_folder: {
        Args: { folder_id: string; parent_id?: string }
        Returns: Json
      }
      my_account: { Args: Record<PropertyKey, never>; Returns: Json }
      my_events: { Args: { page_size?: number; since?: string }; Returns: Json }
      my_performance: { Args: { time_zone?: string }; Returns: Json }
      my_result: {
        Args: { guest_token?: string; quiz_id: string }
        Returns: Json
      }
      next_question: {
        Args: { after?: number; at_once?: boolean; room_code: string }
        Returns: Json
      }
      next_turn: { Args: { resume: string; room_code: string }; Returns: Json }
      offer_quiz: {
        Args: { collaborator_id?: string; quiz_id: string }
        Returns: Json
      }
      pause_room: { Args: { room_code: string }; Returns: Json }
      payments: {
        Args: { "": Database["public"]["Views"]["credit_transfers"]["Row"] }
        Returns: {
          amount_cents: number
          created_at: string
          credits: number
          currency: string
          failure: string | null
          failure_code: string | null
          id: string
          paid_at: string | null
          refunded_cents: number
          status: "pending" | "failed" | "canceled" | "paid"
        }
        SetofOptions: {
          from: "public.credit_transfers"
          to: "payments"
          isOneToOne: true
          isSetofReturn: true
        }
      }
      play_again: { Args: { room_code: string }; Returns: Json }
      player_heartbeat: {
        Args: {
          connection: number
          resume: string
          room_code: string
          since?: number
        }
        Returns: Json
      }
      players: {
        Args: { "": Database["public"]["Views"]["live_answers"]["Row"] }
        Returns: {
          avatar: string
          finished_at: string | null
          id: string
          joined_at: string
          kicked_at: string | null
          left_at: string | null
          nickname: string
          room_id: string
          score: number | null
          streak: number | null
          team: number | null
          user_id: string | null
        }
        SetofOptions: {
          from: "public.live_answers"
          to: "players"
          isOneToOne: true
          isSetofReturn: true
        }
      }
      points: {
        Args: { "": Database["public"]["Views"]["answers"]["Row"] }
        Returns: {
          error: true
        } & "the function public.points with parameter or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache"
      }
      preview_quiz_change: {
        Args: { changes: Json; quiz_id: string }
        Returns: Json
      }
      preview_regrade: {
        Args: {
          cursor?: string
          page_size?: number
          quiz_id: string
          regrade?: Json
        }
        Returns: Json
      }
      profiles: {
        Args: { "": Database["public"]["Views"]["attempts"]["Row"] }
        Returns: {
          created_at: string
          display_name: string
          guest: boolean
          id: string
        }
        SetofOptions: {
          from: "public.attempts"
          to: "profiles"
          isOneToOne: true
          isSetofReturn: true
        }
      }
      pull_trivia: {
        Args: {
          amount?: number
          difficulty?: string
          kind?: string
          topic?: string
        }
        Returns: Json
      }
      purge_quiz: { Args: { quiz_id: string }; Returns: Json }
      question_count: {
        Args: { "": Database["public"]["Views"]["quizzes"]["Row"] }
        Returns: {
          error: true
        } & "the function public.question_count with parameter or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache"
      }
      question_drift: {
        Args: { of_quiz?: string }
        Returns: {
          answered: number
          asked: number
          facility_percent: number
          month: string
          question_id: string
          quiz_id: string
          refreshed_at: string
          version: number
        }[]
      }
      question_versions: {
        Args: { "": Database["public"]["Views"]["attempt_questions"]["Row"] }
        Returns: {
          created_at: string
          difficulty: "easy" | "medium" | "hard" | null
          display: NonNullable<Json>
          kind:
            | "single_choice"
            | "multiple_choice"
            | "true_false"
            | "numeric"
            | "short_text"
            | "ordering"
            | "poll"
            | "slide"
            | "slider"
            | "matching"
            | "cloze"
            | "word_cloud"
            | "essay"
          media_alt: string | null
          media_url: string | null
          points: number
          prompt: string
          question_id: string
          subject: string | null
          text_format: "plain" | "markdown"
          time_limit_ms: number | null
          version: number
        }
        SetofOptions: {
          from: "public.attempt_questions"
          to: "question_versions"
          isOneToOne: true
          isSetofReturn: true
        }
      }
      questions: {
        Args: { "": Database["public"]["Views"]["answers"]["Row"] }
        Returns: {
          created_at: string
          difficulty: "easy" | "medium" | "hard" | null
          display: NonNullable<Json>
          kind:
            | "single_choice"
            | "multiple_choice"
            | "true_false"
            | "numeric"
            | "short_text"
            | "ordering"
            | "poll"
            | "slide"
            | "slider"
            | "matching"
            | "cloze"
            | "word_cloud"
            | "essay"
          media_alt: string | null
          media_url: string | null
          points: number
          prompt: string
          question_id: string
          subject: string | null
          text_format: "plain" | "markdown"
          time_limit_ms: number | null
          version: number
        }
        SetofOptions: {
          from: "public.answers"
          to: "question_versions"
          isOneToOne: true
          isSetofReturn: true
        }
      }
      quiz: {
        Args: { quiz_id: string }
        Returns: {
          archived_at: string | null
          ask_email: boolean
          ask_student_number: boolean
          attempt_delay_s: number
          attempts_allowed: number | null
          closes_at: string | null
          counting_attempt: "best" | "last" | "first" | "average"
          created_at: string
          description: string
          guests_allowed: boolean
          id: string
          key_shown:
            | "never"
            | "after_submit"
            | "after_last_attempt"
            | "after_close"
          language: string
          listed_only: boolean
          negative_marking: number
          opens_at: string | null
          owner_id: string
          pass_mark: number | null
          progress: number | null
          review_shown:
            | "never"
            | "after_submit"
            | "after_last_attempt"
            | "after_close"
          score_shown:
            | "never"
            | "after_submit"
            | "after_last_attempt"
            | "after_close"
            | null
          sections: NonNullable<Json>
          shuffle_choices: boolean
          shuffle_questions: boolean
          state: "ready" | "generating" | "failed"
          state_code: string | null
          state_counts: Json | null
          state_reason: string | null
          tags: string[]
          text_format: "plain" | "markdown"
          time_limit_s: number | null
          title: string
          updated_at: string
          version: number
          visibility: "private" | "link" | "public"
        }
        SetofOptions: {
          from: "*"
          to: "quizzes"
          isOneToOne: true
          isSetofReturn: true
        }
      }
      quiz_board: {
        Args: { quiz_id: string }
        Returns: {
          attempts: number
          display_name: string
          guest: boolean
          max_score: number
          percent: number
          place: number
          rank: number
          score: number
          you: boolean
        }[]
      }
      quiz_days: {
        Args: { first_day?: string; last_day?: string }
        Returns: {
          abandoned: number
          average_percent: number
          day: string
          finished: number
          mean_seconds: number
          pass_percent: number
          quiz_id: string
          refreshed_at: string
          started: number
          takers: number
        }[]
      }
      quiz_leaderboard: {
        Args: {
          cursor?: string
          guest_token?: string
          page_size?: number
          quiz_id: string
        }
        Returns: Json
      }
      quiz_results: {
        Args: {
          cursor?: string
          group_id?: string
          page_size?: number
          q?: string
          quiz_id: string
          sort?: string
        }
        Returns: Json
      }
      quiz_statistics: {
        Args: { attempts?: string; played?: string; quiz_id: string }
        Returns: Json
      }
      quizzes: {
        Args: { "": Database["public"]["Views"]["attempts"]["Row"] }
        Returns: {
          archived_at: string | null
          ask_email: boolean
          ask_student_number: boolean
          attempt_delay_s: number
          attempts_allowed: number | null
          closes_at: string | null
          counting_attempt: "best" | "last" | "first" | "average"
          created_at: string
          description: string
          guests_allowed: boolean
          id: string
          key_shown:
            | "never"
            | "after_submit"
            | "after_last_attempt"
            | "after_close"
          language: string
          listed_only: boolean
          negative_marking: number
          opens_at: string | null
          owner_id: string
          pass_mark: number | null
          progress: number | null
          review_shown:
            | "never"
            | "after_submit"
            | "after_last_attempt"
            | "after_close"
          score_shown:
            | "never"
            | "after_submit"
            | "after_last_attempt"
            | "after_close"
            | null
          sections: NonNullable<Json>
          shuffle_choices: boolean
          shuffle_questions: boolean
          state: "ready" | "generating" | "failed"
          state_code: string | null
          state_counts: Json | null
          state_reason: string | null
          tags: string[]
          text_format: "plain" | "markdown"
          time_limit_s: number | null
          title: string
          updated_at: string
          version: number
          visibility: "private" | "link" | "public"
        }
        SetofOptions: {
          from: "public.attempts"
          to: "quizzes"
          isOneToOne: true
          isSetofReturn: true
        }
      }
      regenerate_question: {
        Args: { question_id: string; quiz_id: string }
        Returns: Json
      }
      regrade_quiz: { Args: { quiz_id: string; regrade?: Json }; Returns: Json }
      remove_admin: { Args: { person: string }; Returns: Json }
      remove_collaborator: {
        Args: { collaborator_id: string; quiz_id: string }
        Returns: Json
      }
      remove_from_allow_list: {
        Args: { entry_id: string; quiz_id: string }
        Returns: Json
      }
      remove_group_member: {
        Args: { group_id: string; user_id: string }
        Returns: Json
      }
      remove_host: {
        Args: { room_code: string; user_id: string }
        Returns: Json
      }
      rename_folder: {
        Args: { folder_id: string; name: string }
        Returns: Json
      }
      rename_group: { Args: { group_id: string; name: string }; Returns: Json }
      rename_upload: {
        Args: { if_version?: number; name: string; upload_id: string }
        Returns: Json
      }
      reopen_attempt: {
        Args: { attempt_id: string; more_time: Json; quiz_id: string }
        Returns: Json
      }
      reorder_questions: {
        Args: { if_version?: number; question_ids: string[]; quiz_id: string }
        Returns: Json
      }
      replace_tags: { Args: { by: string; tags: string[] }; Returns: Json }
      restore_attempt: {
        Args: { attempt_id: string; quiz_id: string }
        Returns: Json
      }
      restore_question: {
        Args: { question_id: string; quiz_id: string }
        Returns: Json
      }
      restore_quiz: { Args: { quiz_id: string }; Returns: Json }
      restore_quiz_snapshot: {
        Args: { if_version?: number; quiz_id: string; snapshot_id: string }
        Returns: Json
      }
      restore_upload: { Args: { upload_id: string }; Returns: Json }
      resume_room: { Args: { room_code: string }; Returns: Json }
      retry_upload: { Args: { upload_id: string }; Returns: Json }
      room_board: {
        Args: { room_code: string }
        Returns: {
          avatar: string
          nickname: string
          place: number
          player_id: string
          rank: number
          score: number
          streak: number
          team: number
        }[]
      }
      room_choices: {
        Args: { "": Database["public"]["Views"]["room_questions"]["Row"] }
        Returns: {
          id: string | null
          media_alt: string | null
          media_url: string | null
          number: number
          position: number | null
          room_id: string
          text: string | null
        }[]
        SetofOptions: {
          from: "public.room_questions"
          to: "room_choices"
          isOneToOne: false
          isSetofReturn: true
        }
      }
      room_hosts: { Args: { room_code: string }; Returns: Json }
      room_questions: {
        Args: { "": Database["public"]["Views"]["live_answers"]["Row"] }
        Returns: {
          closed_at: string | null
          due_at: string | null
          limit_ms: number
          multiplier: number
          number: number
          opened_at: string | null
          points: number
          question_id: string
          room_id: string
          skipped: boolean
          version: number
        }
        SetofOptions: {
          from: "public.live_answers"
          to: "room_questions"
          isOneToOne: true
          isSetofReturn: true
        }
      }
      room_report: { Args: { room: string }; Returns: Json }
      room_stats: { Args: { room_code: string }; Returns: Json }
      rotate_group_code: {
        Args: { closed?: boolean; group_id: string }
        Returns: Json
      }
      save_answers: {
        Args: { answers: Json; attempt_id: string; guest_token?: string }
        Returns: Json
      }
      search_questions: {
        Args: {
          cursor?: string
          difficulty?: string
          folder_id?: string
          kinds?: string[]
          page_size?: number
          q?: string
          sort?: string
          tags?: string[]
        }
        Returns: Json
      }
      set_allowance: {
        Args: {
          allowance: Json
          group_id?: string
          person: string
          quiz_id: string
        }
        Returns: Json
      }
      set_attempt_password: {
        Args: { password: string; quiz_id: string }
        Returns: Json
      }
      set_extra_time: {
        Args: { factor: number; player_id: string; room_code: string }
        Returns: Json
      }
      set_team: {
        Args: { player_id: string; room_code: string; team: number }
        Returns: Json
      }
      show_leaderboard: {
        Args: { room_code: string; shown: boolean }
        Returns: Json
      }
      skip_question: { Args: { room_code: string }; Returns: Json }
      start_as_guest: {
        Args: {
          guest_token?: string
          nickname: string
          password?: string
          quiz_id: string
          student_number?: string
        }
        Returns: Json
      }
      start_attempt: {
        Args: {
          guest_token?: string
          password?: string
          quiz_id: string
          share_email?: boolean
          student_number?: string
        }
        Returns: Json
      }
      start_room: { Args: { room_code: string }; Returns: Json }
      submit_attempt: {
        Args: {
          answers?: Json
          attempt_id?: string
          guest_token?: string
          quiz_id: string
        }
        Returns: Json
      }
      suggest_nickname: { Args: { room_code: string }; Returns: Json }
      unarchive_quiz: { Args: { quiz_id: string }; Returns: Json }
      update_account: {
        Args: { display_name: string; if_version?: number }
        Returns: Json
      }
      update_question: {
        Args: {
          changes: Json
          if_version?: number
          question_id: string
          quiz_id: string
        }
        Returns: Json
      }
      update_quiz: {
        Args: { changes: Json; if_version?: number; quiz_id: string }
        Returns: Json
      }
      upload_page: { Args: { page: number; upload_id: string }; Returns: Json }
      user_stats: { Args: { time_zone?: string }; Returns: Json }
      validate_room: { Args: { room_code: string }; Returns: Json }
      watch_room: {
        Args: { on_phone?: boolean; room_code: string; since?: number }
        Returns: Json
      }
    }
    Enums: {
      [_ in never]: never
    }
    CompositeTypes: {
      [_ in never]: never
    }
  }
}

type DatabaseWithoutInternals = Omit<Database, "__InternalSupabase">

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals
}
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] &
        DefaultSchema["Views"])
    ? (DefaultSchema["Tables"] &
        DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R
      }
      ? R
      : never
    : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals
}
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I
      }
      ? I
      : never
    : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals
}
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U
      }
      ? U
      : never
    : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends (DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never) = never,
> = DefaultSchemaEnumNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals
}
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
    ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
    : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never) = never,
> = PublicCompositeTypeNameOrOptions extends {
  schema: keyof DatabaseWithoutInternals
}
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
    ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
    : never

export const Constants = {
  public: {
    Enums: {},
  },
} as const
