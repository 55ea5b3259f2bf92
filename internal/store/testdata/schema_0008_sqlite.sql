CREATE TABLE `annual_reports` (
  `year` INTEGER NOT NULL,
  `submitted_on` TEXT NOT NULL CHECK (length(`submitted_on`) <= 10),
  `recorded_by` TEXT NOT NULL CHECK (length(`recorded_by`) <= 64),
  `recorded_at` DATETIME NOT NULL,
  `note` TEXT NOT NULL,
  PRIMARY KEY (`year`)
);

CREATE TABLE `approval_holders` (
  `request_id` INTEGER NOT NULL,
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `waiting` BOOLEAN NOT NULL,
  PRIMARY KEY (`request_id`, `user_id`)
);

CREATE TABLE `approval_requests` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `kind` TEXT NOT NULL CHECK (length(`kind`) <= 32),
  `case_id` INTEGER NOT NULL,
  `case_number` TEXT NOT NULL CHECK (length(`case_number`) <= 32),
  `applicant` TEXT NOT NULL CHECK (length(`applicant`) <= 64),
  `reason` TEXT NOT NULL,
  `state` TEXT NOT NULL CHECK (length(`state`) <= 32),
  `pending_case` INTEGER,
  `version` INTEGER NOT NULL,
  `decided_by` TEXT NOT NULL CHECK (length(`decided_by`) <= 64),
  `decided_name` TEXT NOT NULL CHECK (length(`decided_name`) <= 191),
  `opinion` TEXT NOT NULL,
  `created_at` DATETIME NOT NULL,
  `decided_at` DATETIME
);

CREATE TABLE `batch_progress` (
  `name` TEXT NOT NULL CHECK (length(`name`) <= 64),
  `mark` TEXT NOT NULL CHECK (length(`mark`) <= 64),
  `upto` INTEGER NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`name`)
);

CREATE TABLE `calendar_notices` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `notice_year` INTEGER NOT NULL,
  `version` INTEGER NOT NULL,
  `source` TEXT NOT NULL CHECK (length(`source`) <= 191),
  `imported_by` TEXT NOT NULL CHECK (length(`imported_by`) <= 64),
  `imported_at` DATETIME NOT NULL
);

CREATE TABLE `card_codes` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `task_id` TEXT NOT NULL CHECK (length(`task_id`) <= 191),
  `recipient` TEXT NOT NULL CHECK (length(`recipient`) <= 64),
  `code` TEXT NOT NULL CHECK (length(`code`) <= 255),
  `issued_at` DATETIME NOT NULL,
  `expires_at` DATETIME NOT NULL,
  `consumed_at` DATETIME
);

CREATE TABLE `case_events` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `case_id` INTEGER NOT NULL,
  `charge_no` INTEGER NOT NULL,
  `step` TEXT NOT NULL CHECK (length(`step`) <= 32),
  `day` TEXT NOT NULL CHECK (length(`day`) <= 10),
  `actor` TEXT NOT NULL CHECK (length(`actor`) <= 64),
  `at` DATETIME NOT NULL,
  `details` TEXT NOT NULL
);

CREATE TABLE `case_progress` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `case_id` INTEGER NOT NULL,
  `author` TEXT NOT NULL CHECK (length(`author`) <= 64),
  `text` TEXT NOT NULL,
  `at` DATETIME NOT NULL
);

CREATE TABLE `cases` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `number` TEXT NOT NULL CHECK (length(`number`) <= 32),
  `channel` TEXT NOT NULL CHECK (length(`channel`) <= 32),
  `topic` TEXT NOT NULL CHECK (length(`topic`) <= 191),
  `issue_place` TEXT NOT NULL CHECK (length(`issue_place`) <= 255),
  `place_code` TEXT NOT NULL CHECK (length(`place_code`) <= 64),
  `headcount` INTEGER NOT NULL,
  `collective` BOOLEAN NOT NULL,
  `facts` TEXT NOT NULL,
  `demand` TEXT NOT NULL,
  `state` TEXT NOT NULL CHECK (length(`state`) <= 32),
  `registered_by` TEXT NOT NULL CHECK (length(`registered_by`) <= 64),
  `registered_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL
, `version` INTEGER NOT NULL DEFAULT 1, `rule_set` TEXT NOT NULL CHECK (length(`rule_set`) <= 32) DEFAULT '', `unit_code` TEXT NOT NULL CHECK (length(`unit_code`) <= 64) DEFAULT '', `responsible` TEXT NOT NULL CHECK (length(`responsible`) <= 64) DEFAULT '', `first_handler` TEXT NOT NULL CHECK (length(`first_handler`) <= 64) DEFAULT '', `case_leader` TEXT NOT NULL CHECK (length(`case_leader`) <= 64) DEFAULT '', `resolution_due` TEXT NOT NULL CHECK (length(`resolution_due`) <= 10) DEFAULT '', `completed_on` TEXT NOT NULL CHECK (length(`completed_on`) <= 10) DEFAULT '', `resolved_on` TEXT NOT NULL CHECK (length(`resolved_on`) <= 10) DEFAULT '', `certified_on` TEXT NOT NULL CHECK (length(`certified_on`) <= 10) DEFAULT '', `merged_into` INTEGER NOT NULL DEFAULT 0, `purpose` TEXT NOT NULL CHECK (length(`purpose`) <= 32) DEFAULT '', `level` TEXT NOT NULL CHECK (length(`level`) <= 32) DEFAULT '', `topic_list` TEXT NOT NULL CHECK (length(`topic_list`) <= 16) DEFAULT '', `registered_residence` TEXT NOT NULL CHECK (length(`registered_residence`) <= 255) DEFAULT '', `registered_code` TEXT NOT NULL CHECK (length(`registered_code`) <= 64) DEFAULT '', `habitual_residence` TEXT NOT NULL CHECK (length(`habitual_residence`) <= 255) DEFAULT '', `habitual_code` TEXT NOT NULL CHECK (length(`habitual_code`) <= 64) DEFAULT '', `nationwide` TEXT NOT NULL CHECK (length(`nationwide`) <= 16) DEFAULT '');

CREATE TABLE `clock_facts` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `clock_id` INTEGER NOT NULL,
  `rule` TEXT NOT NULL CHECK (length(`rule`) <= 16),
  `unit_code` TEXT NOT NULL CHECK (length(`unit_code`) <= 64),
  `due_legal` TEXT NOT NULL CHECK (length(`due_legal`) <= 10),
  `known_from` TEXT NOT NULL CHECK (length(`known_from`) <= 10),
  `known_to` TEXT NOT NULL CHECK (length(`known_to`) <= 10)
);

CREATE TABLE `clock_reminders` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `clock_id` INTEGER NOT NULL,
  `version` INTEGER NOT NULL,
  `step` TEXT NOT NULL CHECK (length(`step`) <= 32),
  `recipient` TEXT NOT NULL CHECK (length(`recipient`) <= 64),
  `day` TEXT NOT NULL CHECK (length(`day`) <= 10),
  `told_at` DATETIME
);

CREATE TABLE `clocks` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `case_id` INTEGER NOT NULL,
  `clock_key` TEXT NOT NULL CHECK (length(`clock_key`) <= 64),
  `rule` TEXT NOT NULL CHECK (length(`rule`) <= 16),
  `rule_set` TEXT NOT NULL CHECK (length(`rule_set`) <= 32),
  `unit_code` TEXT NOT NULL CHECK (length(`unit_code`) <= 64),
  `start` TEXT NOT NULL CHECK (length(`start`) <= 10),
  `due_unrolled` TEXT NOT NULL CHECK (length(`due_unrolled`) <= 10),
  `due_legal` TEXT NOT NULL CHECK (length(`due_legal`) <= 10),
  `due_internal` TEXT NOT NULL CHECK (length(`due_internal`) <= 10),
  `state` TEXT NOT NULL CHECK (length(`state`) <= 16),
  `open` BOOLEAN NOT NULL,
  `extended` INTEGER NOT NULL,
  `provisional` BOOLEAN NOT NULL,
  `overdue_since` TEXT NOT NULL CHECK (length(`overdue_since`) <= 10),
  `stopped` TEXT NOT NULL CHECK (length(`stopped`) <= 10),
  `settled_on` TEXT NOT NULL CHECK (length(`settled_on`) <= 10),
  `version` INTEGER NOT NULL,
  `updated_at` DATETIME NOT NULL
, `known_from` TEXT NOT NULL CHECK (length(`known_from`) <= 10) DEFAULT '');

CREATE TABLE `counted_submissions` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `submission_id` INTEGER NOT NULL,
  `case_id` INTEGER NOT NULL,
  `known_from` TEXT NOT NULL CHECK (length(`known_from`) <= 10),
  `known_to` TEXT NOT NULL CHECK (length(`known_to`) <= 10),
  `registered_on` TEXT NOT NULL CHECK (length(`registered_on`) <= 10),
  `channel` TEXT NOT NULL CHECK (length(`channel`) <= 32),
  `level` TEXT NOT NULL CHECK (length(`level`) <= 32),
  `topic_list` TEXT NOT NULL CHECK (length(`topic_list`) <= 16),
  `topic` TEXT NOT NULL CHECK (length(`topic`) <= 64),
  `purpose` TEXT NOT NULL CHECK (length(`purpose`) <= 32),
  `unit_code` TEXT NOT NULL CHECK (length(`unit_code`) <= 64),
  `headcount` INTEGER NOT NULL,
  `collective` BOOLEAN NOT NULL,
  `repeated` BOOLEAN NOT NULL,
  `voided` BOOLEAN NOT NULL
, `nationwide` TEXT NOT NULL CHECK (length(`nationwide`) <= 16) DEFAULT '');

CREATE TABLE `dialogues` (
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `flow` TEXT NOT NULL CHECK (length(`flow`) <= 64),
  `step` TEXT NOT NULL CHECK (length(`step`) <= 64),
  `ref` TEXT NOT NULL CHECK (length(`ref`) <= 191),
  `version` INTEGER NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`user_id`)
);

CREATE TABLE `drafts` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `origin` TEXT NOT NULL CHECK (length(`origin`) <= 191),
  `owner` TEXT NOT NULL CHECK (length(`owner`) <= 64),
  `state` TEXT NOT NULL CHECK (length(`state`) <= 32),
  `report` TEXT NOT NULL,
  `case_id` INTEGER,
  `version` INTEGER NOT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL
);

CREATE TABLE `duty_rules` (
  `code` TEXT NOT NULL CHECK (length(`code`) <= 191),
  `station` TEXT NOT NULL CHECK (length(`station`) <= 64),
  `post` TEXT NOT NULL CHECK (length(`post`) <= 191),
  `weekday` INTEGER,
  `people` TEXT NOT NULL,
  `from` TEXT NOT NULL CHECK (length(`from`) <= 10),
  `to` TEXT NOT NULL CHECK (length(`to`) <= 10),
  `start` INTEGER NOT NULL,
  `end` INTEGER NOT NULL,
  `holiday` TEXT NOT NULL CHECK (length(`holiday`) <= 16),
  PRIMARY KEY (`code`)
);

CREATE TABLE `duty_slots` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `station` TEXT NOT NULL CHECK (length(`station`) <= 64),
  `post` TEXT NOT NULL CHECK (length(`post`) <= 191),
  `day` TEXT NOT NULL CHECK (length(`day`) <= 10),
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `rule_code` TEXT NOT NULL CHECK (length(`rule_code`) <= 191),
  `starts_at` DATETIME NOT NULL,
  `ends_at` DATETIME NOT NULL,
  `state` TEXT NOT NULL CHECK (length(`state`) <= 32),
  `version` INTEGER NOT NULL,
  `confirmed_at` DATETIME,
  `created_at` DATETIME NOT NULL
);

CREATE TABLE `duty_stations` (
  `code` TEXT NOT NULL CHECK (length(`code`) <= 64),
  `name` TEXT NOT NULL CHECK (length(`name`) <= 191),
  PRIMARY KEY (`code`)
);

CREATE TABLE `inbox` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `dedup_key` TEXT NOT NULL CHECK (length(`dedup_key`) <= 191),
  `person` TEXT NOT NULL CHECK (length(`person`) <= 64),
  `body` BLOB,
  `sent_at` DATETIME NOT NULL,
  `received_at` DATETIME NOT NULL,
  `state` INTEGER NOT NULL,
  `seq` INTEGER NOT NULL,
  `lease_until` DATETIME NOT NULL,
  `attempts` INTEGER NOT NULL,
  `last_error` TEXT NOT NULL CHECK (length(`last_error`) <= 1000),
  `done_at` DATETIME
);

CREATE TABLE `jobs` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `kind` TEXT NOT NULL CHECK (length(`kind`) <= 64),
  `ref` TEXT NOT NULL CHECK (length(`ref`) <= 191),
  `uniq` TEXT NOT NULL CHECK (length(`uniq`) <= 191),
  `payload` TEXT NOT NULL,
  `due_at` DATETIME NOT NULL,
  `state` INTEGER NOT NULL,
  `seq` INTEGER NOT NULL,
  `lease_until` DATETIME NOT NULL,
  `attempts` INTEGER NOT NULL,
  `last_error` TEXT NOT NULL CHECK (length(`last_error`) <= 1000),
  `created_at` DATETIME NOT NULL,
  `done_at` DATETIME
);

CREATE TABLE `ledger_entries` (
  `seq` INTEGER NOT NULL,
  `prev_hash` TEXT NOT NULL CHECK (length(`prev_hash`) <= 64),
  `kind` TEXT NOT NULL CHECK (length(`kind`) <= 64),
  `subject` TEXT NOT NULL CHECK (length(`subject`) <= 191),
  `actor` TEXT NOT NULL CHECK (length(`actor`) <= 64),
  `at` DATETIME NOT NULL,
  `payload` BLOB,
  `hash` TEXT NOT NULL CHECK (length(`hash`) <= 64),
  PRIMARY KEY (`seq`)
);

CREATE TABLE `ledger_head` (
  `id` INTEGER NOT NULL,
  `seq` INTEGER NOT NULL,
  `hash` TEXT NOT NULL CHECK (length(`hash`) <= 64),
  `serial_day` TEXT NOT NULL CHECK (length(`serial_day`) <= 10),
  `day_serial` INTEGER NOT NULL,
  PRIMARY KEY (`id`)
);

CREATE TABLE `outbox` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `dedup_key` TEXT NOT NULL CHECK (length(`dedup_key`) <= 191),
  `recipient` TEXT NOT NULL CHECK (length(`recipient`) <= 64),
  `kind` TEXT NOT NULL CHECK (length(`kind`) <= 64),
  `data` BLOB,
  `task_id` TEXT NOT NULL CHECK (length(`task_id`) <= 191),
  `amends` BOOLEAN NOT NULL,
  `endpoint` TEXT NOT NULL CHECK (length(`endpoint`) <= 191),
  `request` BLOB,
  `due_at` DATETIME NOT NULL,
  `not_after` DATETIME,
  `state` INTEGER NOT NULL,
  `seq` INTEGER NOT NULL,
  `lease_until` DATETIME NOT NULL,
  `attempts` INTEGER NOT NULL,
  `err_code` INTEGER NOT NULL,
  `last_error` TEXT NOT NULL CHECK (length(`last_error`) <= 1000),
  `msg_id` TEXT NOT NULL CHECK (length(`msg_id`) <= 191),
  `bundle_id` INTEGER,
  `created_at` DATETIME NOT NULL,
  `first_try_at` DATETIME,
  `done_at` DATETIME
);

CREATE TABLE `people` (
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `name` TEXT NOT NULL CHECK (length(`name`) <= 191),
  `unit_code` TEXT NOT NULL CHECK (length(`unit_code`) <= 64),
  `post` TEXT NOT NULL CHECK (length(`post`) <= 191),
  `active` BOOLEAN NOT NULL,
  PRIMARY KEY (`user_id`)
);

CREATE TABLE `person_roles` (
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `role` TEXT NOT NULL CHECK (length(`role`) <= 32),
  PRIMARY KEY (`user_id`, `role`)
);

CREATE TABLE `petitioners` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `submission_id` INTEGER NOT NULL,
  `role` TEXT NOT NULL CHECK (length(`role`) <= 32),
  `name` TEXT NOT NULL CHECK (length(`name`) <= 191),
  `mobile` TEXT NOT NULL CHECK (length(`mobile`) <= 64),
  `id_number` TEXT NOT NULL CHECK (length(`id_number`) <= 64)
, `mobile_index` TEXT NOT NULL CHECK (length(`mobile_index`) <= 64) DEFAULT '', `id_index` TEXT NOT NULL CHECK (length(`id_index`) <= 64) DEFAULT '', `name_index` TEXT NOT NULL CHECK (length(`name_index`) <= 64) DEFAULT '');

CREATE TABLE `public_days` (
  `notice_id` INTEGER NOT NULL,
  `day` TEXT NOT NULL CHECK (length(`day`) <= 10),
  `off` BOOLEAN NOT NULL,
  `name` TEXT NOT NULL CHECK (length(`name`) <= 64),
  PRIMARY KEY (`notice_id`, `day`)
);

CREATE TABLE `ratings` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `case_id` INTEGER NOT NULL,
  `object` TEXT NOT NULL CHECK (length(`object`) <= 16),
  `unit_code` TEXT NOT NULL CHECK (length(`unit_code`) <= 64),
  `grade` TEXT NOT NULL CHECK (length(`grade`) <= 32),
  `rated_on` TEXT NOT NULL CHECK (length(`rated_on`) <= 10),
  `recorded_by` TEXT NOT NULL CHECK (length(`recorded_by`) <= 64),
  `recorded_at` DATETIME NOT NULL
);

CREATE TABLE `schema_migrations` (`id` text,PRIMARY KEY (`id`));

CREATE TABLE `submissions` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `case_id` INTEGER NOT NULL,
  `draft_id` INTEGER NOT NULL,
  `channel` TEXT NOT NULL CHECK (length(`channel`) <= 32),
  `received_at` DATETIME NOT NULL,
  `received_by` TEXT NOT NULL CHECK (length(`received_by`) <= 64),
  `original` TEXT NOT NULL
, number TEXT DEFAULT NULL CHECK (length(`number`) <= 32), `signatories` INTEGER NOT NULL DEFAULT 0, `collective_from` INTEGER NOT NULL DEFAULT 5, `postmark` TEXT NOT NULL CHECK (length(`postmark`) <= 10) DEFAULT '', `read_back_at` DATETIME DEFAULT NULL, `nationwide` TEXT NOT NULL CHECK (length(`nationwide`) <= 16) DEFAULT '');

CREATE TABLE `topic_editions` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `topic_list` TEXT NOT NULL CHECK (length(`topic_list`) <= 16),
  `version` INTEGER NOT NULL,
  `source` TEXT NOT NULL CHECK (length(`source`) <= 191),
  `imported_by` TEXT NOT NULL CHECK (length(`imported_by`) <= 64),
  `imported_at` DATETIME NOT NULL
);

CREATE TABLE `topic_entries` (
  `edition_id` INTEGER NOT NULL,
  `position` INTEGER NOT NULL,
  `code` TEXT NOT NULL CHECK (length(`code`) <= 64),
  `name` TEXT NOT NULL CHECK (length(`name`) <= 64),
  `parent` TEXT NOT NULL CHECK (length(`parent`) <= 64),
  `crosswalk` TEXT NOT NULL CHECK (length(`crosswalk`) <= 255),
  PRIMARY KEY (`edition_id`, `position`)
);

CREATE TABLE `units` (
  `code` TEXT NOT NULL CHECK (length(`code`) <= 64),
  `name` TEXT NOT NULL CHECK (length(`name`) <= 191),
  `kind` TEXT NOT NULL CHECK (length(`kind`) <= 32),
  PRIMARY KEY (`code`)
);

CREATE TABLE `visits` (
  `submission_id` INTEGER NOT NULL,
  `headcount` INTEGER NOT NULL,
  `collective` BOOLEAN NOT NULL,
  PRIMARY KEY (`submission_id`)
);

CREATE INDEX `idx_approval_holders_user_id_request_id` ON `approval_holders` (`user_id`, `request_id`);

CREATE INDEX `idx_approval_holders_user_id_waiting_request_id` ON `approval_holders` (`user_id`, `waiting`, `request_id`);

CREATE INDEX `idx_approval_requests_case_id` ON `approval_requests` (`case_id`);

CREATE INDEX `idx_approval_requests_case_number` ON `approval_requests` (`case_number`);

CREATE INDEX `idx_case_events_case_id_id` ON `case_events` (`case_id`, `id`);

CREATE INDEX `idx_case_progress_case_id_id` ON `case_progress` (`case_id`, `id`);

CREATE INDEX `idx_cases_case_leader_resolved_on_id` ON `cases` (`case_leader`, `resolved_on`, `id`);

CREATE INDEX `idx_cases_place_code_id` ON `cases` (`place_code`, `id`);

CREATE INDEX `idx_cases_registered_by_id` ON `cases` (`registered_by`, `id`);

CREATE INDEX `idx_cases_resolved_on_merged_into_id` ON `cases` (`resolved_on`, `merged_into`, `id`);

CREATE INDEX `idx_cases_state_id` ON `cases` (`state`, `id`);

CREATE INDEX `idx_cases_unit_code_id` ON `cases` (`unit_code`, `id`);

CREATE INDEX `idx_clock_facts_rule_due_legal_known_to_clock_id` ON `clock_facts` (`rule`, `due_legal`, `known_to`, `clock_id`);

CREATE INDEX `idx_clock_reminders_recipient_told_at_id` ON `clock_reminders` (`recipient`, `told_at`, `id`);

CREATE INDEX `idx_clocks_open_due_internal_case_id` ON `clocks` (`open`, `due_internal`, `case_id`);

CREATE INDEX `idx_clocks_open_provisional` ON `clocks` (`open`, `provisional`);

CREATE INDEX `idx_clocks_rule_due_legal_state_settled_on_known_from_unit_code` ON `clocks` (`rule`, `due_legal`, `state`, `settled_on`, `known_from`, `unit_code`);

CREATE INDEX `idx_clocks_rule_stopped_state_settled_on_case_id` ON `clocks` (`rule`, `stopped`, `state`, `settled_on`, `case_id`);

CREATE INDEX `idx_clocks_unit_code_open_due_internal` ON `clocks` (`unit_code`, `open`, `due_internal`);

CREATE INDEX `idx_counted_submissions_case_id_known_to` ON `counted_submissions` (`case_id`, `known_to`);

CREATE INDEX `idx_counted_submissions_kinds` ON `counted_submissions` (`registered_on`, `known_from`, `known_to`, `channel`, `level`, `topic_list`, `topic`, `purpose`, `unit_code`, `collective`, `repeated`, `voided`, `nationwide`, `headcount`);

CREATE INDEX `idx_drafts_owner_state_id` ON `drafts` (`owner`, `state`, `id`);

CREATE INDEX `idx_duty_slots_day_starts_at` ON `duty_slots` (`day`, `starts_at`);

CREATE INDEX `idx_duty_slots_user_id_day` ON `duty_slots` (`user_id`, `day`);

CREATE INDEX `idx_inbox_state_id` ON `inbox` (`state`, `id`);

CREATE INDEX `idx_jobs_state_due_at` ON `jobs` (`state`, `due_at`);

CREATE INDEX `idx_jobs_state_id` ON `jobs` (`state`, `id`);

CREATE INDEX `idx_outbox_state_due_at` ON `outbox` (`state`, `due_at`);

CREATE INDEX `idx_outbox_task_id_recipient` ON `outbox` (`task_id`, `recipient`);

CREATE INDEX `idx_people_name_user_id` ON `people` (`name`, `user_id`);

CREATE INDEX `idx_people_unit_code_user_id` ON `people` (`unit_code`, `user_id`);

CREATE INDEX `idx_person_roles_role_user_id` ON `person_roles` (`role`, `user_id`);

CREATE INDEX `idx_petitioners_id_index_submission_id` ON `petitioners` (`id_index`, `submission_id`);

CREATE INDEX `idx_petitioners_mobile_index_submission_id` ON `petitioners` (`mobile_index`, `submission_id`);

CREATE INDEX `idx_petitioners_name_index_submission_id` ON `petitioners` (`name_index`, `submission_id`);

CREATE INDEX `idx_petitioners_submission_id` ON `petitioners` (`submission_id`);

CREATE INDEX `idx_ratings_case_id_object_rated_on` ON `ratings` (`case_id`, `object`, `rated_on`);

CREATE INDEX `idx_submissions_case_id` ON `submissions` (`case_id`);

CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END;

CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END;

CREATE UNIQUE INDEX `uniq_approval_requests_kind_pending_case` ON `approval_requests` (`kind`, `pending_case`);

CREATE UNIQUE INDEX `uniq_calendar_notices_notice_year_version` ON `calendar_notices` (`notice_year`, `version`);

CREATE UNIQUE INDEX `uniq_card_codes_task_id_recipient_code` ON `card_codes` (`task_id`, `recipient`, `code`);

CREATE UNIQUE INDEX `uniq_cases_number` ON `cases` (`number`);

CREATE UNIQUE INDEX `uniq_clock_reminders_clock_id_step_recipient_version` ON `clock_reminders` (`clock_id`, `step`, `recipient`, `version`);

CREATE UNIQUE INDEX `uniq_clocks_case_id_clock_key` ON `clocks` (`case_id`, `clock_key`);

CREATE UNIQUE INDEX `uniq_counted_submissions_submission_id_known_from` ON `counted_submissions` (`submission_id`, `known_from`);

CREATE UNIQUE INDEX `uniq_drafts_origin` ON `drafts` (`origin`);

CREATE UNIQUE INDEX `uniq_duty_slots_rule_code_day` ON `duty_slots` (`rule_code`, `day`);

CREATE UNIQUE INDEX `uniq_inbox_dedup_key` ON `inbox` (`dedup_key`);

CREATE UNIQUE INDEX `uniq_jobs_uniq` ON `jobs` (`uniq`);

CREATE UNIQUE INDEX `uniq_outbox_dedup_key` ON `outbox` (`dedup_key`);

CREATE UNIQUE INDEX `uniq_submissions_draft_id` ON `submissions` (`draft_id`);

CREATE UNIQUE INDEX `uniq_submissions_number` ON `submissions` (`number`);

CREATE UNIQUE INDEX `uniq_topic_editions_topic_list_version` ON `topic_editions` (`topic_list`, `version`);

