CREATE TABLE `access_log` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `case_id` INTEGER NOT NULL,
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `reason` TEXT NOT NULL,
  `at` DATETIME NOT NULL
);

CREATE TABLE `annual_reports` (
  `year` INTEGER NOT NULL,
  `submitted_on` TEXT NOT NULL CHECK (length(`submitted_on`) <= 10),
  `recorded_by` TEXT NOT NULL CHECK (length(`recorded_by`) <= 64),
  `recorded_at` DATETIME NOT NULL,
  `note` TEXT NOT NULL,
  PRIMARY KEY (`year`)
);

CREATE TABLE `approval_delegations` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `principal` TEXT NOT NULL CHECK (length(`principal`) <= 64),
  `stand_in` TEXT NOT NULL CHECK (length(`stand_in`) <= 64),
  `from_day` TEXT NOT NULL CHECK (length(`from_day`) <= 10),
  `to_day` TEXT NOT NULL CHECK (length(`to_day`) <= 10),
  `absent` BOOLEAN NOT NULL,
  `reason` TEXT NOT NULL,
  `created_at` DATETIME NOT NULL,
  `ended_at` DATETIME
);

CREATE TABLE `approval_entries` (
  `request_id` INTEGER NOT NULL,
  `no` INTEGER NOT NULL,
  `step` INTEGER NOT NULL,
  `doing` TEXT NOT NULL CHECK (length(`doing`) <= 16),
  `actor` TEXT NOT NULL CHECK (length(`actor`) <= 64),
  `name` TEXT NOT NULL CHECK (length(`name`) <= 191),
  `principal` TEXT NOT NULL CHECK (length(`principal`) <= 64),
  `text` TEXT NOT NULL,
  `at` DATETIME NOT NULL,
  PRIMARY KEY (`request_id`, `no`)
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
, `kind_version` INTEGER NOT NULL DEFAULT 0, `step` INTEGER NOT NULL DEFAULT 0, `round` INTEGER NOT NULL DEFAULT 0, `applicant_unit` TEXT NOT NULL CHECK (length(`applicant_unit`) <= 64) DEFAULT '', `plan` TEXT DEFAULT NULL, `payload` TEXT DEFAULT NULL, `step_began` DATETIME DEFAULT NULL, `step_due` DATETIME DEFAULT NULL);

CREATE TABLE `approval_seats` (
  `request_id` INTEGER NOT NULL,
  `step` INTEGER NOT NULL,
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `principal` TEXT NOT NULL CHECK (length(`principal`) <= 64),
  `verdict` TEXT NOT NULL CHECK (length(`verdict`) <= 16),
  `opinion` TEXT NOT NULL,
  `name` TEXT NOT NULL CHECK (length(`name`) <= 191),
  `gone` TEXT NOT NULL CHECK (length(`gone`) <= 16),
  `given_at` DATETIME NOT NULL,
  `decided_at` DATETIME,
  `card` INTEGER NOT NULL,
  `card_at` DATETIME NOT NULL,
  PRIMARY KEY (`request_id`, `step`, `user_id`)
);

CREATE TABLE `approval_settings` (
  `kind` TEXT NOT NULL CHECK (length(`kind`) <= 32),
  `version` INTEGER NOT NULL,
  `plan` TEXT NOT NULL,
  `created_at` DATETIME NOT NULL,
  PRIMARY KEY (`kind`, `version`)
);

CREATE TABLE `attachments` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `origin` TEXT NOT NULL CHECK (length(`origin`) <= 191),
  `owner` TEXT NOT NULL CHECK (length(`owner`) <= 64),
  `draft_id` INTEGER NOT NULL,
  `case_id` INTEGER NOT NULL,
  `kind` TEXT NOT NULL CHECK (length(`kind`) <= 16),
  `media_id` TEXT NOT NULL CHECK (length(`media_id`) <= 255),
  `state` TEXT NOT NULL CHECK (length(`state`) <= 16),
  `size` INTEGER NOT NULL,
  `hash` TEXT NOT NULL CHECK (length(`hash`) <= 64),
  `sealed` BLOB,
  `received_at` DATETIME NOT NULL
);

CREATE TABLE `barred` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `case_id` INTEGER NOT NULL,
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `unit_code` TEXT NOT NULL CHECK (length(`unit_code`) <= 64),
  `ground` TEXT NOT NULL CHECK (length(`ground`) <= 16),
  `barred_by` TEXT NOT NULL CHECK (length(`barred_by`) <= 64),
  `barred_at` DATETIME NOT NULL,
  `lifted_at` DATETIME,
  `lifted_by` TEXT NOT NULL CHECK (length(`lifted_by`) <= 64),
  `lift_reason` TEXT NOT NULL
);

CREATE TABLE `batch_progress` (
  `name` TEXT NOT NULL CHECK (length(`name`) <= 64),
  `mark` TEXT NOT NULL CHECK (length(`mark`) <= 64),
  `upto` INTEGER NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`name`)
);

CREATE TABLE `bookings` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `case_id` INTEGER NOT NULL,
  `slot_id` INTEGER NOT NULL,
  `rule_code` TEXT NOT NULL CHECK (length(`rule_code`) <= 191),
  `turn` TEXT NOT NULL CHECK (length(`turn`) <= 10),
  `seat` INTEGER NOT NULL,
  `station` TEXT NOT NULL CHECK (length(`station`) <= 64),
  `day` TEXT NOT NULL CHECK (length(`day`) <= 10),
  `state` TEXT NOT NULL CHECK (length(`state`) <= 16),
  `open_case` INTEGER,
  `version` INTEGER NOT NULL,
  `booked_by` TEXT NOT NULL CHECK (length(`booked_by`) <= 64),
  `unit_code` TEXT NOT NULL CHECK (length(`unit_code`) <= 64),
  `booked_at` DATETIME NOT NULL,
  `ended_by` TEXT NOT NULL CHECK (length(`ended_by`) <= 64),
  `ended_at` DATETIME
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

CREATE TABLE `case_grams` (
  `gram` INTEGER NOT NULL,
  `case_id` INTEGER NOT NULL,
  PRIMARY KEY (`gram`, `case_id`)
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
, `version` INTEGER NOT NULL DEFAULT 1, `rule_set` TEXT NOT NULL CHECK (length(`rule_set`) <= 32) DEFAULT '', `unit_code` TEXT NOT NULL CHECK (length(`unit_code`) <= 64) DEFAULT '', `responsible` TEXT NOT NULL CHECK (length(`responsible`) <= 64) DEFAULT '', `first_handler` TEXT NOT NULL CHECK (length(`first_handler`) <= 64) DEFAULT '', `case_leader` TEXT NOT NULL CHECK (length(`case_leader`) <= 64) DEFAULT '', `resolution_due` TEXT NOT NULL CHECK (length(`resolution_due`) <= 10) DEFAULT '', `completed_on` TEXT NOT NULL CHECK (length(`completed_on`) <= 10) DEFAULT '', `resolved_on` TEXT NOT NULL CHECK (length(`resolved_on`) <= 10) DEFAULT '', `certified_on` TEXT NOT NULL CHECK (length(`certified_on`) <= 10) DEFAULT '', `merged_into` INTEGER NOT NULL DEFAULT 0, `purpose` TEXT NOT NULL CHECK (length(`purpose`) <= 32) DEFAULT '', `level` TEXT NOT NULL CHECK (length(`level`) <= 32) DEFAULT '', `topic_list` TEXT NOT NULL CHECK (length(`topic_list`) <= 16) DEFAULT '', `registered_residence` TEXT NOT NULL CHECK (length(`registered_residence`) <= 255) DEFAULT '', `registered_code` TEXT NOT NULL CHECK (length(`registered_code`) <= 64) DEFAULT '', `habitual_residence` TEXT NOT NULL CHECK (length(`habitual_residence`) <= 255) DEFAULT '', `habitual_code` TEXT NOT NULL CHECK (length(`habitual_code`) <= 64) DEFAULT '', `nationwide` TEXT NOT NULL CHECK (length(`nationwide`) <= 16) DEFAULT '', `confidential` BOOLEAN NOT NULL DEFAULT 0);

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

CREATE TABLE `counted_closed` (
  `month` TEXT NOT NULL CHECK (length(`month`) <= 7),
  `closed_at` DATETIME NOT NULL,
  PRIMARY KEY (`month`)
);

CREATE TABLE `counted_endings` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `case_id` INTEGER NOT NULL,
  `ended_on` TEXT NOT NULL CHECK (length(`ended_on`) <= 10),
  `known_from` TEXT NOT NULL CHECK (length(`known_from`) <= 10),
  `known_until` TEXT NOT NULL CHECK (length(`known_until`) <= 10),
  `office` TEXT NOT NULL CHECK (length(`office`) <= 32),
  `unit` TEXT NOT NULL CHECK (length(`unit`) <= 32),
  `rated_unit` TEXT NOT NULL CHECK (length(`rated_unit`) <= 64)
);

CREATE TABLE `counted_months` (
  `registered_in` TEXT NOT NULL CHECK (length(`registered_in`) <= 7),
  `known_in` TEXT NOT NULL CHECK (length(`known_in`) <= 7),
  `channel` TEXT NOT NULL CHECK (length(`channel`) <= 32),
  `level` TEXT NOT NULL CHECK (length(`level`) <= 32),
  `topic_list` TEXT NOT NULL CHECK (length(`topic_list`) <= 16),
  `topic` TEXT NOT NULL CHECK (length(`topic`) <= 64),
  `purpose` TEXT NOT NULL CHECK (length(`purpose`) <= 32),
  `unit_code` TEXT NOT NULL CHECK (length(`unit_code`) <= 64),
  `collective` BOOLEAN NOT NULL,
  `repeated` BOOLEAN NOT NULL,
  `voided` BOOLEAN NOT NULL,
  `nationwide` TEXT NOT NULL CHECK (length(`nationwide`) <= 16),
  `submissions` INTEGER NOT NULL,
  `headcount` INTEGER NOT NULL,
  PRIMARY KEY (`registered_in`, `known_in`, `channel`, `level`, `topic_list`, `topic`, `purpose`, `unit_code`, `collective`, `repeated`, `voided`, `nationwide`)
);

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

CREATE TABLE `data_keys` (
  `draft_id` INTEGER NOT NULL,
  `key_id` TEXT NOT NULL CHECK (length(`key_id`) <= 64),
  `wrapped` BLOB,
  `created_at` DATETIME NOT NULL,
  `destroyed_at` DATETIME,
  PRIMARY KEY (`draft_id`)
);

CREATE TABLE `dialogues` (
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `flow` TEXT NOT NULL CHECK (length(`flow`) <= 64),
  `step` TEXT NOT NULL CHECK (length(`step`) <= 64),
  `ref` TEXT NOT NULL CHECK (length(`ref`) <= 191),
  `version` INTEGER NOT NULL,
  `updated_at` DATETIME NOT NULL,
  PRIMARY KEY (`user_id`)
);

CREATE TABLE `door_tickets` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `day` TEXT NOT NULL CHECK (length(`day`) <= 10),
  `no` INTEGER NOT NULL,
  `issued_by` TEXT NOT NULL CHECK (length(`issued_by`) <= 64),
  `issued_at` DATETIME NOT NULL,
  `submission_number` TEXT NOT NULL CHECK (length(`submission_number`) <= 32),
  `void_reason` TEXT NOT NULL CHECK (length(`void_reason`) <= 400),
  `void_asked_by` TEXT NOT NULL CHECK (length(`void_asked_by`) <= 64),
  `voided_by` TEXT NOT NULL CHECK (length(`voided_by`) <= 64),
  `voided_at` DATETIME
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
, `sealed` BLOB DEFAULT NULL, `watched` TEXT NOT NULL CHECK (length(`watched`) <= 16) DEFAULT '');

CREATE TABLE `duty_absences` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `from` TEXT NOT NULL CHECK (length(`from`) <= 10),
  `to` TEXT NOT NULL CHECK (length(`to`) <= 10),
  `reason` TEXT NOT NULL CHECK (length(`reason`) <= 191),
  `by` TEXT NOT NULL CHECK (length(`by`) <= 64),
  `created_at` DATETIME NOT NULL,
  `ended_at` DATETIME
);

CREATE TABLE `duty_board_marks` (
  `mark` TEXT NOT NULL CHECK (length(`mark`) <= 64),
  `done_by` TEXT NOT NULL CHECK (length(`done_by`) <= 64),
  `done_at` DATETIME NOT NULL,
  PRIMARY KEY (`mark`)
);

CREATE TABLE `duty_cards` (
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `field` TEXT NOT NULL CHECK (length(`field`) <= 191),
  `phone` TEXT NOT NULL CHECK (length(`phone`) <= 64),
  PRIMARY KEY (`user_id`)
);

CREATE TABLE `duty_feeds` (
  `token_hash` TEXT NOT NULL CHECK (length(`token_hash`) <= 64),
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `created_at` DATETIME NOT NULL,
  PRIMARY KEY (`token_hash`)
);

CREATE TABLE `duty_groups` (
  `station` TEXT NOT NULL CHECK (length(`station`) <= 64),
  `chat_id` TEXT NOT NULL CHECK (length(`chat_id`) <= 64),
  `week` TEXT NOT NULL CHECK (length(`week`) <= 10),
  `shown` TEXT NOT NULL CHECK (length(`shown`) <= 64),
  `updated` TEXT NOT NULL CHECK (length(`updated`) <= 10),
  `version` INTEGER NOT NULL,
  PRIMARY KEY (`station`)
);

CREATE TABLE `duty_imports` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `by` TEXT NOT NULL CHECK (length(`by`) <= 64),
  `name` TEXT NOT NULL CHECK (length(`name`) <= 191),
  `before` TEXT,
  `after` TEXT,
  `created_at` DATETIME NOT NULL,
  `undone_at` DATETIME
);

CREATE TABLE `duty_ladders` (
  `slot_id` INTEGER NOT NULL,
  `version` INTEGER NOT NULL,
  `steps` TEXT,
  `created_at` DATETIME NOT NULL,
  PRIMARY KEY (`slot_id`, `version`)
);

CREATE TABLE `duty_notes` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `slot_id` INTEGER NOT NULL,
  `station` TEXT NOT NULL CHECK (length(`station`) <= 64),
  `post` TEXT NOT NULL CHECK (length(`post`) <= 191),
  `author` TEXT NOT NULL CHECK (length(`author`) <= 64),
  `text` TEXT NOT NULL,
  `created_at` DATETIME NOT NULL
);

CREATE TABLE `duty_overrides` (
  `code` TEXT NOT NULL CHECK (length(`code`) <= 255),
  `rule_code` TEXT NOT NULL CHECK (length(`rule_code`) <= 191),
  `turn` TEXT NOT NULL CHECK (length(`turn`) <= 10),
  `seat` INTEGER NOT NULL,
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `source` TEXT NOT NULL CHECK (length(`source`) <= 16),
  `reason` TEXT NOT NULL CHECK (length(`reason`) <= 191),
  `by` TEXT NOT NULL CHECK (length(`by`) <= 64),
  `created_at` DATETIME NOT NULL,
  PRIMARY KEY (`code`)
);

CREATE TABLE `duty_periods` (
  `code` TEXT NOT NULL CHECK (length(`code`) <= 64),
  `name` TEXT NOT NULL CHECK (length(`name`) <= 191),
  `from` TEXT NOT NULL CHECK (length(`from`) <= 10),
  `to` TEXT NOT NULL CHECK (length(`to`) <= 10),
  `stations` TEXT,
  `crew` INTEGER NOT NULL,
  PRIMARY KEY (`code`)
);

CREATE TABLE `duty_posts` (
  `name` TEXT NOT NULL CHECK (length(`name`) <= 191),
  `lead` BOOLEAN NOT NULL,
  `approval` BOOLEAN NOT NULL,
  `roles` TEXT,
  `rest_hours` INTEGER NOT NULL,
  `backups` TEXT,
  `ahead` BOOLEAN NOT NULL,
  `form` TEXT NOT NULL CHECK (length(`form`) <= 64),
  PRIMARY KEY (`name`)
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
  `holiday` TEXT NOT NULL CHECK (length(`holiday`) <= 16), `pattern` TEXT NOT NULL CHECK (length(`pattern`) <= 16) DEFAULT '', `dates` TEXT DEFAULT NULL, `month_day` INTEGER NOT NULL DEFAULT 0, `nth` INTEGER NOT NULL DEFAULT 0, `seats` INTEGER NOT NULL DEFAULT 0, `holiday_crew` TEXT DEFAULT NULL, `period` TEXT NOT NULL CHECK (length(`period`) <= 64) DEFAULT '',
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
, `seat` INTEGER NOT NULL DEFAULT 0, `nominal` TEXT NOT NULL CHECK (length(`nominal`) <= 10) DEFAULT '', `source` TEXT NOT NULL CHECK (length(`source`) <= 16) DEFAULT '', `arrived_at` DATETIME DEFAULT NULL, `arrived_by` TEXT NOT NULL CHECK (length(`arrived_by`) <= 16) DEFAULT '');

CREATE TABLE `duty_stations` (
  `code` TEXT NOT NULL CHECK (length(`code`) <= 64),
  `name` TEXT NOT NULL CHECK (length(`name`) <= 191), `address` TEXT NOT NULL CHECK (length(`address`) <= 191) DEFAULT '', `area` TEXT DEFAULT NULL,
  PRIMARY KEY (`code`)
);

CREATE TABLE `duty_swaps` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `asker` TEXT NOT NULL CHECK (length(`asker`) <= 64),
  `other` TEXT NOT NULL CHECK (length(`other`) <= 64),
  `give_id` INTEGER NOT NULL,
  `give_version` INTEGER NOT NULL,
  `take_id` INTEGER NOT NULL,
  `take_version` INTEGER NOT NULL,
  `state` TEXT NOT NULL CHECK (length(`state`) <= 16),
  `version` INTEGER NOT NULL,
  `decided_by` TEXT NOT NULL CHECK (length(`decided_by`) <= 64),
  `starts_at` DATETIME NOT NULL,
  `follow_ups` INTEGER NOT NULL,
  `created_at` DATETIME NOT NULL,
  `updated_at` DATETIME NOT NULL
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

CREATE TABLE `instructions` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `request_id` INTEGER NOT NULL,
  `case_id` INTEGER NOT NULL,
  `unit_code` TEXT NOT NULL CHECK (length(`unit_code`) <= 64),
  `due` TEXT NOT NULL CHECK (length(`due`) <= 10),
  `text` TEXT NOT NULL,
  `given_by` TEXT NOT NULL CHECK (length(`given_by`) <= 64),
  `given_at` DATETIME NOT NULL,
  `open` BOOLEAN NOT NULL,
  `answer` TEXT NOT NULL,
  `answered_by` TEXT NOT NULL CHECK (length(`answered_by`) <= 64),
  `answered_at` DATETIME
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

CREATE TABLE `kin` (
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `name` TEXT NOT NULL CHECK (length(`name`) <= 191),
  `relation` TEXT NOT NULL CHECK (length(`relation`) <= 64),
  PRIMARY KEY (`user_id`, `name`)
);

CREATE TABLE `ledger_amendments` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `submission_id` INTEGER NOT NULL,
  `case_id` INTEGER NOT NULL,
  `number` TEXT NOT NULL CHECK (length(`number`) <= 32),
  `kind` TEXT NOT NULL CHECK (length(`kind`) <= 16),
  `was` INTEGER NOT NULL,
  `value` INTEGER NOT NULL,
  `reason` TEXT NOT NULL,
  `state` TEXT NOT NULL CHECK (length(`state`) <= 16),
  `asked_by` TEXT NOT NULL CHECK (length(`asked_by`) <= 64),
  `asked_at` DATETIME NOT NULL,
  `decided_by` TEXT NOT NULL CHECK (length(`decided_by`) <= 64),
  `decided_at` DATETIME,
  `opinion` TEXT NOT NULL,
  `version` INTEGER NOT NULL
);

CREATE TABLE `ledger_checkpoints` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `uniq` TEXT NOT NULL CHECK (length(`uniq`) <= 128),
  `size` INTEGER NOT NULL,
  `root` TEXT NOT NULL CHECK (length(`root`) <= 64),
  `head` TEXT NOT NULL CHECK (length(`head`) <= 64),
  `day` TEXT NOT NULL CHECK (length(`day`) <= 10),
  `made_at` DATETIME NOT NULL,
  `asked_by` TEXT NOT NULL CHECK (length(`asked_by`) <= 64),
  `note` TEXT NOT NULL
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

CREATE TABLE `ledger_incidents` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `uniq` TEXT NOT NULL CHECK (length(`uniq`) <= 128),
  `kind` TEXT NOT NULL CHECK (length(`kind`) <= 16),
  `state` TEXT NOT NULL CHECK (length(`state`) <= 16),
  `anchor_size` INTEGER NOT NULL,
  `anchor_root` TEXT NOT NULL CHECK (length(`anchor_root`) <= 64),
  `head_seq` INTEGER NOT NULL,
  `lost` TEXT NOT NULL,
  `opened_at` DATETIME NOT NULL,
  `reason` TEXT NOT NULL,
  `signed_by` TEXT NOT NULL CHECK (length(`signed_by`) <= 64),
  `signed_as` TEXT NOT NULL CHECK (length(`signed_as`) <= 32),
  `signed_at` DATETIME,
  `countersigned_by` TEXT NOT NULL CHECK (length(`countersigned_by`) <= 64),
  `countersigned_as` TEXT NOT NULL CHECK (length(`countersigned_as`) <= 32),
  `countersigned_at` DATETIME,
  `version` INTEGER NOT NULL
);

CREATE TABLE `ledger_receipts` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `checkpoint_id` INTEGER NOT NULL,
  `place` TEXT NOT NULL CHECK (length(`place`) <= 16),
  `target` TEXT NOT NULL CHECK (length(`target`) <= 128),
  `outcome` TEXT NOT NULL CHECK (length(`outcome`) <= 16),
  `ref` TEXT NOT NULL CHECK (length(`ref`) <= 255),
  `err_code` INTEGER NOT NULL,
  `at` DATETIME NOT NULL
);

CREATE TABLE `ledger_tree` (
  `idx` INTEGER NOT NULL,
  `hash` TEXT NOT NULL CHECK (length(`hash`) <= 64),
  PRIMARY KEY (`idx`)
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
, `body_hash` TEXT NOT NULL CHECK (length(`body_hash`) <= 64) DEFAULT '');

CREATE TABLE `paper_numbers` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `number` TEXT NOT NULL CHECK (length(`number`) <= 32),
  `day` TEXT NOT NULL CHECK (length(`day`) <= 10),
  `issued_by` TEXT NOT NULL CHECK (length(`issued_by`) <= 64),
  `issued_at` DATETIME NOT NULL,
  `used_by` TEXT NOT NULL CHECK (length(`used_by`) <= 64),
  `used_at` DATETIME,
  `void_reason` TEXT NOT NULL,
  `void_asked_by` TEXT NOT NULL CHECK (length(`void_asked_by`) <= 64),
  `voided_by` TEXT NOT NULL CHECK (length(`voided_by`) <= 64),
  `voided_at` DATETIME
);

CREATE TABLE `people` (
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `name` TEXT NOT NULL CHECK (length(`name`) <= 191),
  `unit_code` TEXT NOT NULL CHECK (length(`unit_code`) <= 64),
  `post` TEXT NOT NULL CHECK (length(`post`) <= 191),
  `active` BOOLEAN NOT NULL, `changed_at` DATETIME DEFAULT NULL,
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
, `mobile_index` TEXT NOT NULL CHECK (length(`mobile_index`) <= 64) DEFAULT '', `id_index` TEXT NOT NULL CHECK (length(`id_index`) <= 64) DEFAULT '', `name_index` TEXT NOT NULL CHECK (length(`name_index`) <= 64) DEFAULT '', `case_id` INTEGER NOT NULL DEFAULT 0, `place_code` TEXT NOT NULL CHECK (length(`place_code`) <= 64) DEFAULT '', `sealed` BLOB DEFAULT NULL, `tail_index` TEXT NOT NULL CHECK (length(`tail_index`) <= 64) DEFAULT '');

CREATE TABLE `possible_repeats` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `case_id` INTEGER NOT NULL,
  `earlier_id` INTEGER NOT NULL,
  `why` TEXT NOT NULL CHECK (length(`why`) <= 64),
  `left_by` TEXT NOT NULL CHECK (length(`left_by`) <= 64),
  `left_at` DATETIME NOT NULL,
  `verdict` TEXT NOT NULL CHECK (length(`verdict`) <= 16),
  `decided_by` TEXT NOT NULL CHECK (length(`decided_by`) <= 64),
  `decided_at` DATETIME
);

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
, `own` BOOLEAN NOT NULL DEFAULT 0);

CREATE TABLE `receipts` (
  `submission_id` INTEGER NOT NULL,
  `case_id` INTEGER NOT NULL,
  `number` TEXT NOT NULL CHECK (length(`number`) <= 32),
  `issue` INTEGER NOT NULL,
  `entry_seq` INTEGER NOT NULL,
  `entry_hash` TEXT NOT NULL CHECK (length(`entry_hash`) <= 64),
  `issued_at` DATETIME NOT NULL,
  `registered_at` DATETIME NOT NULL,
  PRIMARY KEY (`submission_id`)
);

CREATE TABLE `reception_lists` (
  `slot_id` INTEGER NOT NULL,
  `issue` INTEGER NOT NULL,
  `recipient` TEXT NOT NULL CHECK (length(`recipient`) <= 64),
  `sent` TEXT NOT NULL CHECK (length(`sent`) <= 64),
  `sent_at` DATETIME,
  PRIMARY KEY (`slot_id`)
);

CREATE TABLE `schema_migrations` (`id` text,PRIMARY KEY (`id`));

CREATE TABLE `step_proposals` (
  `user_id` TEXT NOT NULL CHECK (length(`user_id`) <= 64),
  `case_id` INTEGER NOT NULL,
  `number` TEXT NOT NULL CHECK (length(`number`) <= 32),
  `version` INTEGER NOT NULL,
  `steps` TEXT NOT NULL,
  `task` TEXT NOT NULL CHECK (length(`task`) <= 191),
  `written_at` DATETIME NOT NULL,
  PRIMARY KEY (`user_id`)
);

CREATE TABLE `submissions` (
  `id` INTEGER PRIMARY KEY AUTOINCREMENT,
  `case_id` INTEGER NOT NULL,
  `draft_id` INTEGER NOT NULL,
  `channel` TEXT NOT NULL CHECK (length(`channel`) <= 32),
  `received_at` DATETIME NOT NULL,
  `received_by` TEXT NOT NULL CHECK (length(`received_by`) <= 64),
  `original` TEXT NOT NULL
, number TEXT DEFAULT NULL CHECK (length(`number`) <= 32), `signatories` INTEGER NOT NULL DEFAULT 0, `collective_from` INTEGER NOT NULL DEFAULT 5, `postmark` TEXT NOT NULL CHECK (length(`postmark`) <= 10) DEFAULT '', `read_back_at` DATETIME DEFAULT NULL, `nationwide` TEXT NOT NULL CHECK (length(`nationwide`) <= 16) DEFAULT '', `commit_key` TEXT NOT NULL CHECK (length(`commit_key`) <= 64) DEFAULT '', `sealed` BLOB DEFAULT NULL);

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
  `kind` TEXT NOT NULL CHECK (length(`kind`) <= 32), `office_id` INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (`code`)
);

CREATE TABLE `villages` (
  `unit_code` TEXT NOT NULL CHECK (length(`unit_code`) <= 64),
  `name` TEXT NOT NULL CHECK (length(`name`) <= 64),
  PRIMARY KEY (`unit_code`, `name`)
);

CREATE TABLE `visits` (
  `submission_id` INTEGER NOT NULL,
  `headcount` INTEGER NOT NULL,
  `collective` BOOLEAN NOT NULL,
  PRIMARY KEY (`submission_id`)
);

CREATE INDEX `idx_access_log_case_id_id` ON `access_log` (`case_id`, `id`);

CREATE INDEX `idx_approval_delegations_principal_to_day` ON `approval_delegations` (`principal`, `to_day`);

CREATE INDEX `idx_approval_delegations_stand_in_to_day` ON `approval_delegations` (`stand_in`, `to_day`);

CREATE INDEX `idx_approval_entries_at` ON `approval_entries` (`at`);

CREATE INDEX `idx_approval_holders_user_id_request_id` ON `approval_holders` (`user_id`, `request_id`);

CREATE INDEX `idx_approval_holders_user_id_waiting_request_id` ON `approval_holders` (`user_id`, `waiting`, `request_id`);

CREATE INDEX `idx_approval_requests_applicant_state_id` ON `approval_requests` (`applicant`, `state`, `id`);

CREATE INDEX `idx_approval_requests_case_id` ON `approval_requests` (`case_id`);

CREATE INDEX `idx_approval_requests_case_number` ON `approval_requests` (`case_number`);

CREATE INDEX `idx_approval_seats_decided_at` ON `approval_seats` (`decided_at`);

CREATE INDEX `idx_attachments_case_id_id` ON `attachments` (`case_id`, `id`);

CREATE INDEX `idx_attachments_draft_id_id` ON `attachments` (`draft_id`, `id`);

CREATE INDEX `idx_attachments_owner_draft_id_case_id_received_at` ON `attachments` (`owner`, `draft_id`, `case_id`, `received_at`);

CREATE INDEX `idx_barred_case_id_id` ON `barred` (`case_id`, `id`);

CREATE INDEX `idx_barred_unit_code_case_id` ON `barred` (`unit_code`, `case_id`);

CREATE INDEX `idx_barred_user_id_case_id` ON `barred` (`user_id`, `case_id`);

CREATE INDEX `idx_bookings_case_id_id` ON `bookings` (`case_id`, `id`);

CREATE INDEX `idx_bookings_slot_id_state` ON `bookings` (`slot_id`, `state`);

CREATE INDEX `idx_bookings_state_day_id` ON `bookings` (`state`, `day`, `id`);

CREATE INDEX `idx_bookings_unit_code_state_day_id` ON `bookings` (`unit_code`, `state`, `day`, `id`);

CREATE INDEX `idx_case_events_case_id_id` ON `case_events` (`case_id`, `id`);

CREATE INDEX `idx_case_progress_case_id_id` ON `case_progress` (`case_id`, `id`);

CREATE INDEX `idx_cases_case_leader_resolved_on_id` ON `cases` (`case_leader`, `resolved_on`, `id`);

CREATE INDEX `idx_cases_confidential_id` ON `cases` (`confidential`, `id`);

CREATE INDEX `idx_cases_place_code_id` ON `cases` (`place_code`, `id`);

CREATE INDEX `idx_cases_place_code_topic_id` ON `cases` (`place_code`, `topic`, `id`);

CREATE INDEX `idx_cases_registered_by_id` ON `cases` (`registered_by`, `id`);

CREATE INDEX `idx_cases_resolved_on_merged_into_id` ON `cases` (`resolved_on`, `merged_into`, `id`);

CREATE INDEX `idx_cases_responsible_completed_on_id` ON `cases` (`responsible`, `completed_on`, `id`);

CREATE INDEX `idx_cases_state_id` ON `cases` (`state`, `id`);

CREATE INDEX `idx_cases_unit_code_id` ON `cases` (`unit_code`, `id`);

CREATE INDEX `idx_cases_unit_code_state_id` ON `cases` (`unit_code`, `state`, `id`);

CREATE INDEX `idx_clock_facts_rule_due_legal_known_to_clock_id` ON `clock_facts` (`rule`, `due_legal`, `known_to`, `clock_id`);

CREATE INDEX `idx_clock_reminders_recipient_told_at_id` ON `clock_reminders` (`recipient`, `told_at`, `id`);

CREATE INDEX `idx_clocks_open_due_internal_case_id` ON `clocks` (`open`, `due_internal`, `case_id`);

CREATE INDEX `idx_clocks_open_provisional` ON `clocks` (`open`, `provisional`);

CREATE INDEX `idx_clocks_rule_due_legal_state_settled_on_known_from_unit_code` ON `clocks` (`rule`, `due_legal`, `state`, `settled_on`, `known_from`, `unit_code`);

CREATE INDEX `idx_clocks_rule_stopped_state_settled_on_case_id` ON `clocks` (`rule`, `stopped`, `state`, `settled_on`, `case_id`);

CREATE INDEX `idx_clocks_unit_code_open_due_internal_case_id` ON `clocks` (`unit_code`, `open`, `due_internal`, `case_id`);

CREATE INDEX `idx_counted_endings_period` ON `counted_endings` (`ended_on`, `known_from`, `known_until`, `office`, `unit`, `rated_unit`, `case_id`);

CREATE INDEX `idx_counted_months_known_in` ON `counted_months` (`known_in`);

CREATE INDEX `idx_counted_submissions_case_id_known_to` ON `counted_submissions` (`case_id`, `known_to`);

CREATE INDEX `idx_counted_submissions_kinds` ON `counted_submissions` (`registered_on`, `known_from`, `known_to`, `channel`, `level`, `topic_list`, `topic`, `purpose`, `unit_code`, `collective`, `repeated`, `voided`, `nationwide`, `headcount`);

CREATE INDEX `idx_counted_submissions_known_from_registered_on` ON `counted_submissions` (`known_from`, `registered_on`);

CREATE INDEX `idx_counted_submissions_known_to_registered_on` ON `counted_submissions` (`known_to`, `registered_on`);

CREATE INDEX `idx_data_keys_key_id_draft_id` ON `data_keys` (`key_id`, `draft_id`);

CREATE INDEX `idx_door_tickets_submission_number` ON `door_tickets` (`submission_number`);

CREATE INDEX `idx_drafts_owner_state_id` ON `drafts` (`owner`, `state`, `id`);

CREATE INDEX `idx_drafts_state_watched_created_at` ON `drafts` (`state`, `watched`, `created_at`);

CREATE INDEX `idx_duty_absences_user_id_id` ON `duty_absences` (`user_id`, `id`);

CREATE INDEX `idx_duty_notes_station_post_id` ON `duty_notes` (`station`, `post`, `id`);

CREATE INDEX `idx_duty_overrides_turn` ON `duty_overrides` (`turn`);

CREATE INDEX `idx_duty_slots_day_starts_at` ON `duty_slots` (`day`, `starts_at`);

CREATE INDEX `idx_duty_slots_station_post_day` ON `duty_slots` (`station`, `post`, `day`);

CREATE INDEX `idx_duty_slots_user_id_day` ON `duty_slots` (`user_id`, `day`);

CREATE INDEX `idx_duty_swaps_asker_id` ON `duty_swaps` (`asker`, `id`);

CREATE INDEX `idx_duty_swaps_give_id` ON `duty_swaps` (`give_id`);

CREATE INDEX `idx_duty_swaps_other_id` ON `duty_swaps` (`other`, `id`);

CREATE INDEX `idx_duty_swaps_state_starts_at` ON `duty_swaps` (`state`, `starts_at`);

CREATE INDEX `idx_inbox_state_id` ON `inbox` (`state`, `id`);

CREATE INDEX `idx_instructions_case_id_open` ON `instructions` (`case_id`, `open`);

CREATE INDEX `idx_instructions_unit_code_open_due` ON `instructions` (`unit_code`, `open`, `due`);

CREATE INDEX `idx_jobs_state_due_at` ON `jobs` (`state`, `due_at`);

CREATE INDEX `idx_jobs_state_id` ON `jobs` (`state`, `id`);

CREATE INDEX `idx_kin_name_user_id` ON `kin` (`name`, `user_id`);

CREATE INDEX `idx_ledger_amendments_case_id_id` ON `ledger_amendments` (`case_id`, `id`);

CREATE INDEX `idx_ledger_amendments_number_kind_state` ON `ledger_amendments` (`number`, `kind`, `state`);

CREATE INDEX `idx_ledger_amendments_state_decided_at` ON `ledger_amendments` (`state`, `decided_at`);

CREATE INDEX `idx_ledger_checkpoints_size_id` ON `ledger_checkpoints` (`size`, `id`);

CREATE INDEX `idx_ledger_entries_subject_seq` ON `ledger_entries` (`subject`, `seq`);

CREATE INDEX `idx_ledger_incidents_state_kind_id` ON `ledger_incidents` (`state`, `kind`, `id`);

CREATE INDEX `idx_ledger_receipts_outcome_id` ON `ledger_receipts` (`outcome`, `id`);

CREATE INDEX `idx_outbox_state_due_at` ON `outbox` (`state`, `due_at`);

CREATE INDEX `idx_outbox_task_id_recipient` ON `outbox` (`task_id`, `recipient`);

CREATE INDEX `idx_paper_numbers_day_number` ON `paper_numbers` (`day`, `number`);

CREATE INDEX `idx_people_name_user_id` ON `people` (`name`, `user_id`);

CREATE INDEX `idx_people_unit_code_user_id` ON `people` (`unit_code`, `user_id`);

CREATE INDEX `idx_person_roles_role_user_id` ON `person_roles` (`role`, `user_id`);

CREATE INDEX `idx_petitioners_id_index_case_id` ON `petitioners` (`id_index`, `case_id`);

CREATE INDEX `idx_petitioners_mobile_index_case_id` ON `petitioners` (`mobile_index`, `case_id`);

CREATE INDEX `idx_petitioners_name_index_place_code_case_id` ON `petitioners` (`name_index`, `place_code`, `case_id`);

CREATE INDEX `idx_petitioners_submission_id` ON `petitioners` (`submission_id`);

CREATE INDEX `idx_petitioners_tail_index_case_id` ON `petitioners` (`tail_index`, `case_id`);

CREATE INDEX `idx_possible_repeats_earlier_id` ON `possible_repeats` (`earlier_id`);

CREATE INDEX `idx_possible_repeats_verdict_id` ON `possible_repeats` (`verdict`, `id`);

CREATE INDEX `idx_ratings_case_id_object_rated_on` ON `ratings` (`case_id`, `object`, `rated_on`);

CREATE INDEX `idx_step_proposals_case_id` ON `step_proposals` (`case_id`);

CREATE INDEX `idx_submissions_case_id` ON `submissions` (`case_id`);

CREATE TRIGGER ledger_checkpoints_no_delete BEFORE delete ON ledger_checkpoints BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END;

CREATE TRIGGER ledger_checkpoints_no_update BEFORE update ON ledger_checkpoints BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END;

CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END;

CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END;

CREATE TRIGGER ledger_tree_no_delete BEFORE delete ON ledger_tree BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END;

CREATE TRIGGER ledger_tree_no_update BEFORE update ON ledger_tree BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END;

CREATE UNIQUE INDEX `uniq_approval_requests_kind_pending_case` ON `approval_requests` (`kind`, `pending_case`);

CREATE UNIQUE INDEX `uniq_attachments_origin` ON `attachments` (`origin`);

CREATE UNIQUE INDEX `uniq_bookings_open_case` ON `bookings` (`open_case`);

CREATE UNIQUE INDEX `uniq_calendar_notices_notice_year_version` ON `calendar_notices` (`notice_year`, `version`);

CREATE UNIQUE INDEX `uniq_card_codes_task_id_recipient_code` ON `card_codes` (`task_id`, `recipient`, `code`);

CREATE UNIQUE INDEX `uniq_cases_number` ON `cases` (`number`);

CREATE UNIQUE INDEX `uniq_clock_reminders_clock_id_step_recipient_version` ON `clock_reminders` (`clock_id`, `step`, `recipient`, `version`);

CREATE UNIQUE INDEX `uniq_clocks_case_id_clock_key` ON `clocks` (`case_id`, `clock_key`);

CREATE UNIQUE INDEX `uniq_counted_endings_case_id_ended_on_known_from` ON `counted_endings` (`case_id`, `ended_on`, `known_from`);

CREATE UNIQUE INDEX `uniq_counted_submissions_submission_id_known_from` ON `counted_submissions` (`submission_id`, `known_from`);

CREATE UNIQUE INDEX `uniq_door_tickets_day_no` ON `door_tickets` (`day`, `no`);

CREATE UNIQUE INDEX `uniq_drafts_origin` ON `drafts` (`origin`);

CREATE UNIQUE INDEX `uniq_duty_feeds_user_id` ON `duty_feeds` (`user_id`);

CREATE UNIQUE INDEX `uniq_duty_slots_rule_code_day_seat` ON `duty_slots` (`rule_code`, `day`, `seat`);

CREATE UNIQUE INDEX `uniq_inbox_dedup_key` ON `inbox` (`dedup_key`);

CREATE UNIQUE INDEX `uniq_jobs_uniq` ON `jobs` (`uniq`);

CREATE UNIQUE INDEX `uniq_ledger_checkpoints_uniq` ON `ledger_checkpoints` (`uniq`);

CREATE UNIQUE INDEX `uniq_ledger_incidents_uniq` ON `ledger_incidents` (`uniq`);

CREATE UNIQUE INDEX `uniq_ledger_receipts_checkpoint_id_place_target` ON `ledger_receipts` (`checkpoint_id`, `place`, `target`);

CREATE UNIQUE INDEX `uniq_outbox_dedup_key` ON `outbox` (`dedup_key`);

CREATE UNIQUE INDEX `uniq_paper_numbers_number` ON `paper_numbers` (`number`);

CREATE UNIQUE INDEX `uniq_possible_repeats_case_id_earlier_id` ON `possible_repeats` (`case_id`, `earlier_id`);

CREATE UNIQUE INDEX `uniq_receipts_number` ON `receipts` (`number`);

CREATE UNIQUE INDEX `uniq_submissions_draft_id` ON `submissions` (`draft_id`);

CREATE UNIQUE INDEX `uniq_submissions_number` ON `submissions` (`number`);

CREATE UNIQUE INDEX `uniq_topic_editions_topic_list_version` ON `topic_editions` (`topic_list`, `version`);

