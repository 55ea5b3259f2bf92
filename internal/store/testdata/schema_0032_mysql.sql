CREATE TABLE `access_log` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `case_id` bigint(20) NOT NULL,
  `user_id` varchar(64) NOT NULL,
  `reason` mediumtext NOT NULL,
  `at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_access_log_case_id_id` (`case_id`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `annual_reports` (
  `year` int(11) NOT NULL,
  `submitted_on` varchar(10) NOT NULL,
  `recorded_by` varchar(64) NOT NULL,
  `recorded_at` datetime(3) NOT NULL,
  `note` mediumtext NOT NULL,
  PRIMARY KEY (`year`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `approval_delegations` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `principal` varchar(64) NOT NULL,
  `stand_in` varchar(64) NOT NULL,
  `from_day` varchar(10) NOT NULL,
  `to_day` varchar(10) NOT NULL,
  `absent` tinyint(1) NOT NULL,
  `reason` mediumtext NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `ended_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_approval_delegations_principal_to_day` (`principal`,`to_day`),
  KEY `idx_approval_delegations_stand_in_to_day` (`stand_in`,`to_day`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `approval_entries` (
  `request_id` bigint(20) NOT NULL,
  `no` bigint(20) NOT NULL,
  `step` int(11) NOT NULL,
  `doing` varchar(16) NOT NULL,
  `actor` varchar(64) NOT NULL,
  `name` varchar(191) NOT NULL,
  `principal` varchar(64) NOT NULL,
  `text` mediumtext NOT NULL,
  `at` datetime(3) NOT NULL,
  PRIMARY KEY (`request_id`,`no`),
  KEY `idx_approval_entries_at` (`at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `approval_holders` (
  `request_id` bigint(20) NOT NULL,
  `user_id` varchar(64) NOT NULL,
  `waiting` tinyint(1) NOT NULL,
  PRIMARY KEY (`request_id`,`user_id`),
  KEY `idx_approval_holders_user_id_waiting_request_id` (`user_id`,`waiting`,`request_id`),
  KEY `idx_approval_holders_user_id_request_id` (`user_id`,`request_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `approval_requests` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `kind` varchar(32) NOT NULL,
  `case_id` bigint(20) NOT NULL,
  `case_number` varchar(32) NOT NULL,
  `applicant` varchar(64) NOT NULL,
  `reason` mediumtext NOT NULL,
  `state` varchar(32) NOT NULL,
  `pending_case` bigint(20) DEFAULT NULL,
  `version` bigint(20) NOT NULL,
  `decided_by` varchar(64) NOT NULL,
  `decided_name` varchar(191) NOT NULL,
  `opinion` mediumtext NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `decided_at` datetime(3) DEFAULT NULL,
  `kind_version` int(11) NOT NULL DEFAULT 0,
  `step` int(11) NOT NULL DEFAULT 0,
  `round` bigint(20) NOT NULL DEFAULT 0,
  `applicant_unit` varchar(64) NOT NULL DEFAULT '',
  `plan` mediumtext DEFAULT NULL,
  `payload` mediumtext DEFAULT NULL,
  `step_began` datetime(3) DEFAULT NULL,
  `step_due` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_approval_requests_kind_pending_case` (`kind`,`pending_case`),
  KEY `idx_approval_requests_case_id` (`case_id`),
  KEY `idx_approval_requests_case_number` (`case_number`),
  KEY `idx_approval_requests_applicant_state_id` (`applicant`,`state`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `approval_seats` (
  `request_id` bigint(20) NOT NULL,
  `step` int(11) NOT NULL,
  `user_id` varchar(64) NOT NULL,
  `principal` varchar(64) NOT NULL,
  `verdict` varchar(16) NOT NULL,
  `opinion` mediumtext NOT NULL,
  `name` varchar(191) NOT NULL,
  `gone` varchar(16) NOT NULL,
  `given_at` datetime(3) NOT NULL,
  `decided_at` datetime(3) DEFAULT NULL,
  `card` bigint(20) NOT NULL,
  `card_at` datetime(3) NOT NULL,
  PRIMARY KEY (`request_id`,`step`,`user_id`),
  KEY `idx_approval_seats_decided_at` (`decided_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `approval_settings` (
  `kind` varchar(32) NOT NULL,
  `version` int(11) NOT NULL,
  `plan` mediumtext NOT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`kind`,`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `attachments` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `origin` varchar(191) NOT NULL,
  `owner` varchar(64) NOT NULL,
  `draft_id` bigint(20) NOT NULL,
  `case_id` bigint(20) NOT NULL,
  `kind` varchar(16) NOT NULL,
  `media_id` varchar(255) NOT NULL,
  `state` varchar(16) NOT NULL,
  `size` bigint(20) NOT NULL,
  `hash` varchar(64) NOT NULL,
  `sealed` mediumblob DEFAULT NULL,
  `received_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_attachments_origin` (`origin`),
  KEY `idx_attachments_draft_id_id` (`draft_id`,`id`),
  KEY `idx_attachments_case_id_id` (`case_id`,`id`),
  KEY `idx_attachments_owner_draft_id_case_id_received_at` (`owner`,`draft_id`,`case_id`,`received_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `barred` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `case_id` bigint(20) NOT NULL,
  `user_id` varchar(64) NOT NULL,
  `unit_code` varchar(64) NOT NULL,
  `ground` varchar(16) NOT NULL,
  `barred_by` varchar(64) NOT NULL,
  `barred_at` datetime(3) NOT NULL,
  `lifted_at` datetime(3) DEFAULT NULL,
  `lifted_by` varchar(64) NOT NULL,
  `lift_reason` mediumtext NOT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_barred_case_id_id` (`case_id`,`id`),
  KEY `idx_barred_user_id_case_id` (`user_id`,`case_id`),
  KEY `idx_barred_unit_code_case_id` (`unit_code`,`case_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `batch_progress` (
  `name` varchar(64) NOT NULL,
  `mark` varchar(64) NOT NULL,
  `upto` bigint(20) NOT NULL,
  `updated_at` datetime(3) NOT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `bookings` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `case_id` bigint(20) NOT NULL,
  `slot_id` bigint(20) NOT NULL,
  `rule_code` varchar(191) NOT NULL,
  `turn` varchar(10) NOT NULL,
  `seat` int(11) NOT NULL,
  `station` varchar(64) NOT NULL,
  `day` varchar(10) NOT NULL,
  `state` varchar(16) NOT NULL,
  `open_case` bigint(20) DEFAULT NULL,
  `version` bigint(20) NOT NULL,
  `booked_by` varchar(64) NOT NULL,
  `unit_code` varchar(64) NOT NULL,
  `booked_at` datetime(3) NOT NULL,
  `ended_by` varchar(64) NOT NULL,
  `ended_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_bookings_open_case` (`open_case`),
  KEY `idx_bookings_case_id_id` (`case_id`,`id`),
  KEY `idx_bookings_slot_id_state` (`slot_id`,`state`),
  KEY `idx_bookings_state_day_id` (`state`,`day`,`id`),
  KEY `idx_bookings_unit_code_state_day_id` (`unit_code`,`state`,`day`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `calendar_notices` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `notice_year` int(11) NOT NULL,
  `version` int(11) NOT NULL,
  `source` varchar(191) NOT NULL,
  `imported_by` varchar(64) NOT NULL,
  `imported_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_calendar_notices_notice_year_version` (`notice_year`,`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `card_codes` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `task_id` varchar(191) NOT NULL,
  `recipient` varchar(64) NOT NULL,
  `code` varchar(255) NOT NULL,
  `issued_at` datetime(3) NOT NULL,
  `expires_at` datetime(3) NOT NULL,
  `consumed_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_card_codes_task_id_recipient_code` (`task_id`,`recipient`,`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `cases` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `number` varchar(32) NOT NULL,
  `channel` varchar(32) NOT NULL,
  `topic` varchar(191) NOT NULL,
  `issue_place` varchar(255) NOT NULL,
  `place_code` varchar(64) NOT NULL,
  `headcount` int(11) NOT NULL,
  `collective` tinyint(1) NOT NULL,
  `facts` mediumtext NOT NULL,
  `demand` mediumtext NOT NULL,
  `state` varchar(32) NOT NULL,
  `registered_by` varchar(64) NOT NULL,
  `registered_at` datetime(3) NOT NULL,
  `updated_at` datetime(3) NOT NULL,
  `version` bigint(20) NOT NULL DEFAULT 1,
  `rule_set` varchar(32) NOT NULL DEFAULT '',
  `unit_code` varchar(64) NOT NULL DEFAULT '',
  `responsible` varchar(64) NOT NULL DEFAULT '',
  `first_handler` varchar(64) NOT NULL DEFAULT '',
  `case_leader` varchar(64) NOT NULL DEFAULT '',
  `resolution_due` varchar(10) NOT NULL DEFAULT '',
  `completed_on` varchar(10) NOT NULL DEFAULT '',
  `resolved_on` varchar(10) NOT NULL DEFAULT '',
  `certified_on` varchar(10) NOT NULL DEFAULT '',
  `merged_into` bigint(20) NOT NULL DEFAULT 0,
  `purpose` varchar(32) NOT NULL DEFAULT '',
  `level` varchar(32) NOT NULL DEFAULT '',
  `topic_list` varchar(16) NOT NULL DEFAULT '',
  `registered_residence` varchar(255) NOT NULL DEFAULT '',
  `registered_code` varchar(64) NOT NULL DEFAULT '',
  `habitual_residence` varchar(255) NOT NULL DEFAULT '',
  `habitual_code` varchar(64) NOT NULL DEFAULT '',
  `nationwide` varchar(16) NOT NULL DEFAULT '',
  `confidential` tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_cases_number` (`number`),
  KEY `idx_cases_registered_by_id` (`registered_by`,`id`),
  KEY `idx_cases_unit_code_id` (`unit_code`,`id`),
  KEY `idx_cases_case_leader_resolved_on_id` (`case_leader`,`resolved_on`,`id`),
  KEY `idx_cases_resolved_on_merged_into_id` (`resolved_on`,`merged_into`,`id`),
  KEY `idx_cases_place_code_id` (`place_code`,`id`),
  KEY `idx_cases_place_code_topic_id` (`place_code`,`topic`,`id`),
  KEY `idx_cases_state_id` (`state`,`id`),
  KEY `idx_cases_confidential_id` (`confidential`,`id`),
  KEY `idx_cases_responsible_completed_on_id` (`responsible`,`completed_on`,`id`),
  KEY `idx_cases_unit_code_state_id` (`unit_code`,`state`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `case_events` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `case_id` bigint(20) NOT NULL,
  `charge_no` int(11) NOT NULL,
  `step` varchar(32) NOT NULL,
  `day` varchar(10) NOT NULL,
  `actor` varchar(64) NOT NULL,
  `at` datetime(3) NOT NULL,
  `details` mediumtext NOT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_case_events_case_id_id` (`case_id`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `case_grams` (
  `gram` bigint(20) NOT NULL,
  `case_id` bigint(20) NOT NULL,
  PRIMARY KEY (`gram`,`case_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `case_progress` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `case_id` bigint(20) NOT NULL,
  `author` varchar(64) NOT NULL,
  `text` mediumtext NOT NULL,
  `at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_case_progress_case_id_id` (`case_id`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `clocks` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `case_id` bigint(20) NOT NULL,
  `clock_key` varchar(64) NOT NULL,
  `rule` varchar(16) NOT NULL,
  `rule_set` varchar(32) NOT NULL,
  `unit_code` varchar(64) NOT NULL,
  `start` varchar(10) NOT NULL,
  `due_unrolled` varchar(10) NOT NULL,
  `due_legal` varchar(10) NOT NULL,
  `due_internal` varchar(10) NOT NULL,
  `state` varchar(16) NOT NULL,
  `open` tinyint(1) NOT NULL,
  `extended` int(11) NOT NULL,
  `provisional` tinyint(1) NOT NULL,
  `overdue_since` varchar(10) NOT NULL,
  `stopped` varchar(10) NOT NULL,
  `settled_on` varchar(10) NOT NULL,
  `version` bigint(20) NOT NULL,
  `updated_at` datetime(3) NOT NULL,
  `known_from` varchar(10) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_clocks_case_id_clock_key` (`case_id`,`clock_key`),
  KEY `idx_clocks_open_due_internal_case_id` (`open`,`due_internal`,`case_id`),
  KEY `idx_clocks_open_provisional` (`open`,`provisional`),
  KEY `idx_clocks_rule_stopped_state_settled_on_case_id` (`rule`,`stopped`,`state`,`settled_on`,`case_id`),
  KEY `idx_clocks_unit_code_open_due_internal_case_id` (`unit_code`,`open`,`due_internal`,`case_id`),
  KEY `idx_clocks_rule_due_legal_state_settled_on_known_from_unit_code` (`rule`,`due_legal`,`state`,`settled_on`,`known_from`,`unit_code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `clock_facts` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `clock_id` bigint(20) NOT NULL,
  `rule` varchar(16) NOT NULL,
  `unit_code` varchar(64) NOT NULL,
  `due_legal` varchar(10) NOT NULL,
  `known_from` varchar(10) NOT NULL,
  `known_to` varchar(10) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_clock_facts_rule_due_legal_known_to_clock_id` (`rule`,`due_legal`,`known_to`,`clock_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `clock_reminders` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `clock_id` bigint(20) NOT NULL,
  `version` bigint(20) NOT NULL,
  `step` varchar(32) NOT NULL,
  `recipient` varchar(64) NOT NULL,
  `day` varchar(10) NOT NULL,
  `told_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_clock_reminders_clock_id_step_recipient_version` (`clock_id`,`step`,`recipient`,`version`),
  KEY `idx_clock_reminders_recipient_told_at_id` (`recipient`,`told_at`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `counted_closed` (
  `month` varchar(7) NOT NULL,
  `closed_at` datetime(3) NOT NULL,
  PRIMARY KEY (`month`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `counted_endings` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `case_id` bigint(20) NOT NULL,
  `ended_on` varchar(10) NOT NULL,
  `known_from` varchar(10) NOT NULL,
  `known_until` varchar(10) NOT NULL,
  `office` varchar(32) NOT NULL,
  `unit` varchar(32) NOT NULL,
  `rated_unit` varchar(64) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_counted_endings_case_id_ended_on_known_from` (`case_id`,`ended_on`,`known_from`),
  KEY `idx_counted_endings_period` (`ended_on`,`known_from`,`known_until`,`office`,`unit`,`rated_unit`,`case_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `counted_months` (
  `registered_in` varchar(7) NOT NULL,
  `known_in` varchar(7) NOT NULL,
  `channel` varchar(32) NOT NULL,
  `level` varchar(32) NOT NULL,
  `topic_list` varchar(16) NOT NULL,
  `topic` varchar(64) NOT NULL,
  `purpose` varchar(32) NOT NULL,
  `unit_code` varchar(64) NOT NULL,
  `collective` tinyint(1) NOT NULL,
  `repeated` tinyint(1) NOT NULL,
  `voided` tinyint(1) NOT NULL,
  `nationwide` varchar(16) NOT NULL,
  `submissions` bigint(20) NOT NULL,
  `headcount` bigint(20) NOT NULL,
  PRIMARY KEY (`registered_in`,`known_in`,`channel`,`level`,`topic_list`,`topic`,`purpose`,`unit_code`,`collective`,`repeated`,`voided`,`nationwide`),
  KEY `idx_counted_months_known_in` (`known_in`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `counted_submissions` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `submission_id` bigint(20) NOT NULL,
  `case_id` bigint(20) NOT NULL,
  `known_from` varchar(10) NOT NULL,
  `known_to` varchar(10) NOT NULL,
  `registered_on` varchar(10) NOT NULL,
  `channel` varchar(32) NOT NULL,
  `level` varchar(32) NOT NULL,
  `topic_list` varchar(16) NOT NULL,
  `topic` varchar(64) NOT NULL,
  `purpose` varchar(32) NOT NULL,
  `unit_code` varchar(64) NOT NULL,
  `headcount` int(11) NOT NULL,
  `collective` tinyint(1) NOT NULL,
  `repeated` tinyint(1) NOT NULL,
  `voided` tinyint(1) NOT NULL,
  `nationwide` varchar(16) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_counted_submissions_submission_id_known_from` (`submission_id`,`known_from`),
  KEY `idx_counted_submissions_case_id_known_to` (`case_id`,`known_to`),
  KEY `idx_counted_submissions_known_from_registered_on` (`known_from`,`registered_on`),
  KEY `idx_counted_submissions_known_to_registered_on` (`known_to`,`registered_on`),
  KEY `idx_counted_submissions_kinds` (`registered_on`,`known_from`,`known_to`,`channel`,`level`,`topic_list`,`topic`,`purpose`,`unit_code`,`collective`,`repeated`,`voided`,`nationwide`,`headcount`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `data_keys` (
  `draft_id` bigint(20) NOT NULL,
  `key_id` varchar(64) NOT NULL,
  `wrapped` mediumblob DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  `destroyed_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`draft_id`),
  KEY `idx_data_keys_key_id_draft_id` (`key_id`,`draft_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `dialogues` (
  `user_id` varchar(64) NOT NULL,
  `flow` varchar(64) NOT NULL,
  `step` varchar(64) NOT NULL,
  `ref` varchar(191) NOT NULL,
  `version` bigint(20) NOT NULL,
  `updated_at` datetime(3) NOT NULL,
  PRIMARY KEY (`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `door_tickets` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `day` varchar(10) NOT NULL,
  `no` bigint(20) NOT NULL,
  `issued_by` varchar(64) NOT NULL,
  `issued_at` datetime(3) NOT NULL,
  `submission_number` varchar(32) NOT NULL,
  `void_reason` varchar(400) NOT NULL,
  `void_asked_by` varchar(64) NOT NULL,
  `voided_by` varchar(64) NOT NULL,
  `voided_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_door_tickets_day_no` (`day`,`no`),
  KEY `idx_door_tickets_submission_number` (`submission_number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `drafts` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `origin` varchar(191) NOT NULL,
  `owner` varchar(64) NOT NULL,
  `state` varchar(32) NOT NULL,
  `report` mediumtext NOT NULL,
  `case_id` bigint(20) DEFAULT NULL,
  `version` bigint(20) NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `updated_at` datetime(3) NOT NULL,
  `sealed` mediumblob DEFAULT NULL,
  `watched` varchar(16) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_drafts_origin` (`origin`),
  KEY `idx_drafts_owner_state_id` (`owner`,`state`,`id`),
  KEY `idx_drafts_state_watched_created_at` (`state`,`watched`,`created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_absences` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `user_id` varchar(64) NOT NULL,
  `from` varchar(10) NOT NULL,
  `to` varchar(10) NOT NULL,
  `reason` varchar(191) NOT NULL,
  `by` varchar(64) NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `ended_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_duty_absences_user_id_id` (`user_id`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_board_marks` (
  `mark` varchar(64) NOT NULL,
  `done_by` varchar(64) NOT NULL,
  `done_at` datetime(3) NOT NULL,
  PRIMARY KEY (`mark`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_cards` (
  `user_id` varchar(64) NOT NULL,
  `field` varchar(191) NOT NULL,
  `phone` varchar(64) NOT NULL,
  PRIMARY KEY (`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_feeds` (
  `token_hash` varchar(64) NOT NULL,
  `user_id` varchar(64) NOT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`token_hash`),
  UNIQUE KEY `uniq_duty_feeds_user_id` (`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_groups` (
  `station` varchar(64) NOT NULL,
  `chat_id` varchar(64) NOT NULL,
  `week` varchar(10) NOT NULL,
  `shown` varchar(64) NOT NULL,
  `updated` varchar(10) NOT NULL,
  `version` bigint(20) NOT NULL,
  PRIMARY KEY (`station`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_imports` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `by` varchar(64) NOT NULL,
  `name` varchar(191) NOT NULL,
  `before` mediumtext DEFAULT NULL,
  `after` mediumtext DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  `undone_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_ladders` (
  `slot_id` bigint(20) NOT NULL,
  `version` bigint(20) NOT NULL,
  `steps` mediumtext DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`slot_id`,`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_notes` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `slot_id` bigint(20) NOT NULL,
  `station` varchar(64) NOT NULL,
  `post` varchar(191) NOT NULL,
  `author` varchar(64) NOT NULL,
  `text` mediumtext NOT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_duty_notes_station_post_id` (`station`,`post`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_overrides` (
  `code` varchar(255) NOT NULL,
  `rule_code` varchar(191) NOT NULL,
  `turn` varchar(10) NOT NULL,
  `seat` int(11) NOT NULL,
  `user_id` varchar(64) NOT NULL,
  `source` varchar(16) NOT NULL,
  `reason` varchar(191) NOT NULL,
  `by` varchar(64) NOT NULL,
  `created_at` datetime(3) NOT NULL,
  PRIMARY KEY (`code`),
  KEY `idx_duty_overrides_turn` (`turn`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_periods` (
  `code` varchar(64) NOT NULL,
  `name` varchar(191) NOT NULL,
  `from` varchar(10) NOT NULL,
  `to` varchar(10) NOT NULL,
  `stations` mediumtext DEFAULT NULL,
  `crew` int(11) NOT NULL,
  PRIMARY KEY (`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_posts` (
  `name` varchar(191) NOT NULL,
  `lead` tinyint(1) NOT NULL,
  `approval` tinyint(1) NOT NULL,
  `roles` mediumtext DEFAULT NULL,
  `rest_hours` int(11) NOT NULL,
  `backups` mediumtext DEFAULT NULL,
  `ahead` tinyint(1) NOT NULL,
  `form` varchar(64) NOT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_rules` (
  `code` varchar(191) NOT NULL,
  `station` varchar(64) NOT NULL,
  `post` varchar(191) NOT NULL,
  `weekday` int(11) DEFAULT NULL,
  `people` mediumtext NOT NULL,
  `from` varchar(10) NOT NULL,
  `to` varchar(10) NOT NULL,
  `start` int(11) NOT NULL,
  `end` int(11) NOT NULL,
  `holiday` varchar(16) NOT NULL,
  `pattern` varchar(16) NOT NULL DEFAULT '',
  `dates` mediumtext DEFAULT NULL,
  `month_day` int(11) NOT NULL DEFAULT 0,
  `nth` int(11) NOT NULL DEFAULT 0,
  `seats` int(11) NOT NULL DEFAULT 0,
  `holiday_crew` mediumtext DEFAULT NULL,
  `period` varchar(64) NOT NULL DEFAULT '',
  PRIMARY KEY (`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_slots` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `station` varchar(64) NOT NULL,
  `post` varchar(191) NOT NULL,
  `day` varchar(10) NOT NULL,
  `user_id` varchar(64) NOT NULL,
  `rule_code` varchar(191) NOT NULL,
  `starts_at` datetime(3) NOT NULL,
  `ends_at` datetime(3) NOT NULL,
  `state` varchar(32) NOT NULL,
  `version` bigint(20) NOT NULL,
  `confirmed_at` datetime(3) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  `seat` int(11) NOT NULL DEFAULT 0,
  `nominal` varchar(10) NOT NULL DEFAULT '',
  `source` varchar(16) NOT NULL DEFAULT '',
  `arrived_at` datetime(3) DEFAULT NULL,
  `arrived_by` varchar(16) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_duty_slots_rule_code_day_seat` (`rule_code`,`day`,`seat`),
  KEY `idx_duty_slots_day_starts_at` (`day`,`starts_at`),
  KEY `idx_duty_slots_user_id_day` (`user_id`,`day`),
  KEY `idx_duty_slots_station_post_day` (`station`,`post`,`day`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_stations` (
  `code` varchar(64) NOT NULL,
  `name` varchar(191) NOT NULL,
  `address` varchar(191) NOT NULL DEFAULT '',
  `area` mediumtext DEFAULT NULL,
  PRIMARY KEY (`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `duty_swaps` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `asker` varchar(64) NOT NULL,
  `other` varchar(64) NOT NULL,
  `give_id` bigint(20) NOT NULL,
  `give_version` bigint(20) NOT NULL,
  `take_id` bigint(20) NOT NULL,
  `take_version` bigint(20) NOT NULL,
  `state` varchar(16) NOT NULL,
  `version` bigint(20) NOT NULL,
  `decided_by` varchar(64) NOT NULL,
  `starts_at` datetime(3) NOT NULL,
  `follow_ups` int(11) NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `updated_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_duty_swaps_asker_id` (`asker`,`id`),
  KEY `idx_duty_swaps_other_id` (`other`,`id`),
  KEY `idx_duty_swaps_state_starts_at` (`state`,`starts_at`),
  KEY `idx_duty_swaps_give_id` (`give_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `inbox` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `dedup_key` varchar(191) NOT NULL,
  `person` varchar(64) NOT NULL,
  `body` mediumblob DEFAULT NULL,
  `sent_at` datetime(3) NOT NULL,
  `received_at` datetime(3) NOT NULL,
  `state` int(11) NOT NULL,
  `seq` bigint(20) NOT NULL,
  `lease_until` datetime(3) NOT NULL,
  `attempts` int(11) NOT NULL,
  `last_error` varchar(1000) NOT NULL,
  `done_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_inbox_dedup_key` (`dedup_key`),
  KEY `idx_inbox_state_id` (`state`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `instructions` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `request_id` bigint(20) NOT NULL,
  `case_id` bigint(20) NOT NULL,
  `unit_code` varchar(64) NOT NULL,
  `due` varchar(10) NOT NULL,
  `text` mediumtext NOT NULL,
  `given_by` varchar(64) NOT NULL,
  `given_at` datetime(3) NOT NULL,
  `open` tinyint(1) NOT NULL,
  `answer` mediumtext NOT NULL,
  `answered_by` varchar(64) NOT NULL,
  `answered_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_instructions_case_id_open` (`case_id`,`open`),
  KEY `idx_instructions_unit_code_open_due` (`unit_code`,`open`,`due`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `jobs` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `kind` varchar(64) NOT NULL,
  `ref` varchar(191) NOT NULL,
  `uniq` varchar(191) NOT NULL,
  `payload` mediumtext NOT NULL,
  `due_at` datetime(3) NOT NULL,
  `state` int(11) NOT NULL,
  `seq` bigint(20) NOT NULL,
  `lease_until` datetime(3) NOT NULL,
  `attempts` int(11) NOT NULL,
  `last_error` varchar(1000) NOT NULL,
  `created_at` datetime(3) NOT NULL,
  `done_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_jobs_uniq` (`uniq`),
  KEY `idx_jobs_state_due_at` (`state`,`due_at`),
  KEY `idx_jobs_state_id` (`state`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `kin` (
  `user_id` varchar(64) NOT NULL,
  `name` varchar(191) NOT NULL,
  `relation` varchar(64) NOT NULL,
  PRIMARY KEY (`user_id`,`name`),
  KEY `idx_kin_name_user_id` (`name`,`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `ledger_amendments` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `submission_id` bigint(20) NOT NULL,
  `case_id` bigint(20) NOT NULL,
  `number` varchar(32) NOT NULL,
  `kind` varchar(16) NOT NULL,
  `was` int(11) NOT NULL,
  `value` int(11) NOT NULL,
  `reason` mediumtext NOT NULL,
  `state` varchar(16) NOT NULL,
  `asked_by` varchar(64) NOT NULL,
  `asked_at` datetime(3) NOT NULL,
  `decided_by` varchar(64) NOT NULL,
  `decided_at` datetime(3) DEFAULT NULL,
  `opinion` mediumtext NOT NULL,
  `version` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `idx_ledger_amendments_case_id_id` (`case_id`,`id`),
  KEY `idx_ledger_amendments_number_kind_state` (`number`,`kind`,`state`),
  KEY `idx_ledger_amendments_state_decided_at` (`state`,`decided_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `ledger_checkpoints` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `uniq` varchar(128) NOT NULL,
  `size` bigint(20) NOT NULL,
  `root` varchar(64) NOT NULL,
  `head` varchar(64) NOT NULL,
  `day` varchar(10) NOT NULL,
  `made_at` datetime(3) NOT NULL,
  `asked_by` varchar(64) NOT NULL,
  `note` mediumtext NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_ledger_checkpoints_uniq` (`uniq`),
  KEY `idx_ledger_checkpoints_size_id` (`size`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `ledger_entries` (
  `seq` bigint(20) NOT NULL,
  `prev_hash` varchar(64) NOT NULL,
  `kind` varchar(64) NOT NULL,
  `subject` varchar(191) NOT NULL,
  `actor` varchar(64) NOT NULL,
  `at` datetime(3) NOT NULL,
  `payload` mediumblob DEFAULT NULL,
  `hash` varchar(64) NOT NULL,
  PRIMARY KEY (`seq`),
  KEY `idx_ledger_entries_subject_seq` (`subject`,`seq`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `ledger_head` (
  `id` bigint(20) NOT NULL,
  `seq` bigint(20) NOT NULL,
  `hash` varchar(64) NOT NULL,
  `serial_day` varchar(10) NOT NULL,
  `day_serial` bigint(20) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `ledger_incidents` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `uniq` varchar(128) NOT NULL,
  `kind` varchar(16) NOT NULL,
  `state` varchar(16) NOT NULL,
  `anchor_size` bigint(20) NOT NULL,
  `anchor_root` varchar(64) NOT NULL,
  `head_seq` bigint(20) NOT NULL,
  `lost` mediumtext NOT NULL,
  `opened_at` datetime(3) NOT NULL,
  `reason` mediumtext NOT NULL,
  `signed_by` varchar(64) NOT NULL,
  `signed_as` varchar(32) NOT NULL,
  `signed_at` datetime(3) DEFAULT NULL,
  `countersigned_by` varchar(64) NOT NULL,
  `countersigned_as` varchar(32) NOT NULL,
  `countersigned_at` datetime(3) DEFAULT NULL,
  `version` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_ledger_incidents_uniq` (`uniq`),
  KEY `idx_ledger_incidents_state_kind_id` (`state`,`kind`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `ledger_receipts` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `checkpoint_id` bigint(20) NOT NULL,
  `place` varchar(16) NOT NULL,
  `target` varchar(128) NOT NULL,
  `outcome` varchar(16) NOT NULL,
  `ref` varchar(255) NOT NULL,
  `err_code` int(11) NOT NULL,
  `at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_ledger_receipts_checkpoint_id_place_target` (`checkpoint_id`,`place`,`target`),
  KEY `idx_ledger_receipts_outcome_id` (`outcome`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `ledger_tree` (
  `idx` bigint(20) NOT NULL,
  `hash` varchar(64) NOT NULL,
  PRIMARY KEY (`idx`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `outbox` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `dedup_key` varchar(191) NOT NULL,
  `recipient` varchar(64) NOT NULL,
  `kind` varchar(64) NOT NULL,
  `data` mediumblob DEFAULT NULL,
  `task_id` varchar(191) NOT NULL,
  `amends` tinyint(1) NOT NULL,
  `endpoint` varchar(191) NOT NULL,
  `request` mediumblob DEFAULT NULL,
  `due_at` datetime(3) NOT NULL,
  `not_after` datetime(3) DEFAULT NULL,
  `state` int(11) NOT NULL,
  `seq` bigint(20) NOT NULL,
  `lease_until` datetime(3) NOT NULL,
  `attempts` int(11) NOT NULL,
  `err_code` int(11) NOT NULL,
  `last_error` varchar(1000) NOT NULL,
  `msg_id` varchar(191) NOT NULL,
  `bundle_id` bigint(20) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  `first_try_at` datetime(3) DEFAULT NULL,
  `done_at` datetime(3) DEFAULT NULL,
  `body_hash` varchar(64) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_outbox_dedup_key` (`dedup_key`),
  KEY `idx_outbox_state_due_at` (`state`,`due_at`),
  KEY `idx_outbox_task_id_recipient` (`task_id`,`recipient`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `paper_numbers` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `number` varchar(32) NOT NULL,
  `day` varchar(10) NOT NULL,
  `issued_by` varchar(64) NOT NULL,
  `issued_at` datetime(3) NOT NULL,
  `used_by` varchar(64) NOT NULL,
  `used_at` datetime(3) DEFAULT NULL,
  `void_reason` mediumtext NOT NULL,
  `void_asked_by` varchar(64) NOT NULL,
  `voided_by` varchar(64) NOT NULL,
  `voided_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_paper_numbers_number` (`number`),
  KEY `idx_paper_numbers_day_number` (`day`,`number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `people` (
  `user_id` varchar(64) NOT NULL,
  `name` varchar(191) NOT NULL,
  `unit_code` varchar(64) NOT NULL,
  `post` varchar(191) NOT NULL,
  `active` tinyint(1) NOT NULL,
  `changed_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`user_id`),
  KEY `idx_people_unit_code_user_id` (`unit_code`,`user_id`),
  KEY `idx_people_name_user_id` (`name`,`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `person_roles` (
  `user_id` varchar(64) NOT NULL,
  `role` varchar(32) NOT NULL,
  PRIMARY KEY (`user_id`,`role`),
  KEY `idx_person_roles_role_user_id` (`role`,`user_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `petitioners` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `submission_id` bigint(20) NOT NULL,
  `role` varchar(32) NOT NULL,
  `name` varchar(191) NOT NULL,
  `mobile` varchar(64) NOT NULL,
  `id_number` varchar(64) NOT NULL,
  `mobile_index` varchar(64) NOT NULL DEFAULT '',
  `id_index` varchar(64) NOT NULL DEFAULT '',
  `name_index` varchar(64) NOT NULL DEFAULT '',
  `case_id` bigint(20) NOT NULL DEFAULT 0,
  `place_code` varchar(64) NOT NULL DEFAULT '',
  `sealed` mediumblob DEFAULT NULL,
  `tail_index` varchar(64) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  KEY `idx_petitioners_submission_id` (`submission_id`),
  KEY `idx_petitioners_mobile_index_case_id` (`mobile_index`,`case_id`),
  KEY `idx_petitioners_id_index_case_id` (`id_index`,`case_id`),
  KEY `idx_petitioners_name_index_place_code_case_id` (`name_index`,`place_code`,`case_id`),
  KEY `idx_petitioners_tail_index_case_id` (`tail_index`,`case_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `possible_repeats` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `case_id` bigint(20) NOT NULL,
  `earlier_id` bigint(20) NOT NULL,
  `why` varchar(64) NOT NULL,
  `left_by` varchar(64) NOT NULL,
  `left_at` datetime(3) NOT NULL,
  `verdict` varchar(16) NOT NULL,
  `decided_by` varchar(64) NOT NULL,
  `decided_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_possible_repeats_case_id_earlier_id` (`case_id`,`earlier_id`),
  KEY `idx_possible_repeats_earlier_id` (`earlier_id`),
  KEY `idx_possible_repeats_verdict_id` (`verdict`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `public_days` (
  `notice_id` bigint(20) NOT NULL,
  `day` varchar(10) NOT NULL,
  `off` tinyint(1) NOT NULL,
  `name` varchar(64) NOT NULL,
  PRIMARY KEY (`notice_id`,`day`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `ratings` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `case_id` bigint(20) NOT NULL,
  `object` varchar(16) NOT NULL,
  `unit_code` varchar(64) NOT NULL,
  `grade` varchar(32) NOT NULL,
  `rated_on` varchar(10) NOT NULL,
  `recorded_by` varchar(64) NOT NULL,
  `recorded_at` datetime(3) NOT NULL,
  `own` tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  KEY `idx_ratings_case_id_object_rated_on` (`case_id`,`object`,`rated_on`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `receipts` (
  `submission_id` bigint(20) NOT NULL,
  `case_id` bigint(20) NOT NULL,
  `number` varchar(32) NOT NULL,
  `issue` bigint(20) NOT NULL,
  `entry_seq` bigint(20) NOT NULL,
  `entry_hash` varchar(64) NOT NULL,
  `issued_at` datetime(3) NOT NULL,
  `registered_at` datetime(3) NOT NULL,
  PRIMARY KEY (`submission_id`),
  UNIQUE KEY `uniq_receipts_number` (`number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `reception_lists` (
  `slot_id` bigint(20) NOT NULL,
  `issue` bigint(20) NOT NULL,
  `recipient` varchar(64) NOT NULL,
  `sent` varchar(64) NOT NULL,
  `sent_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`slot_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `schema_migrations` (
  `id` varchar(64) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE `step_proposals` (
  `user_id` varchar(64) NOT NULL,
  `case_id` bigint(20) NOT NULL,
  `number` varchar(32) NOT NULL,
  `version` bigint(20) NOT NULL,
  `steps` mediumtext NOT NULL,
  `task` varchar(191) NOT NULL,
  `written_at` datetime(3) NOT NULL,
  PRIMARY KEY (`user_id`),
  KEY `idx_step_proposals_case_id` (`case_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `submissions` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `case_id` bigint(20) NOT NULL,
  `draft_id` bigint(20) NOT NULL,
  `channel` varchar(32) NOT NULL,
  `received_at` datetime(3) NOT NULL,
  `received_by` varchar(64) NOT NULL,
  `original` mediumtext NOT NULL,
  `number` varchar(32) DEFAULT NULL,
  `signatories` int(11) NOT NULL DEFAULT 0,
  `collective_from` int(11) NOT NULL DEFAULT 5,
  `postmark` varchar(10) NOT NULL DEFAULT '',
  `read_back_at` datetime(3) DEFAULT NULL,
  `nationwide` varchar(16) NOT NULL DEFAULT '',
  `commit_key` varchar(64) NOT NULL DEFAULT '',
  `sealed` mediumblob DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_submissions_draft_id` (`draft_id`),
  UNIQUE KEY `uniq_submissions_number` (`number`),
  KEY `idx_submissions_case_id` (`case_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `topic_editions` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `topic_list` varchar(16) NOT NULL,
  `version` int(11) NOT NULL,
  `source` varchar(191) NOT NULL,
  `imported_by` varchar(64) NOT NULL,
  `imported_at` datetime(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uniq_topic_editions_topic_list_version` (`topic_list`,`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `topic_entries` (
  `edition_id` bigint(20) NOT NULL,
  `position` int(11) NOT NULL,
  `code` varchar(64) NOT NULL,
  `name` varchar(64) NOT NULL,
  `parent` varchar(64) NOT NULL,
  `crosswalk` varchar(255) NOT NULL,
  PRIMARY KEY (`edition_id`,`position`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `units` (
  `code` varchar(64) NOT NULL,
  `name` varchar(191) NOT NULL,
  `kind` varchar(32) NOT NULL,
  `office_id` bigint(20) NOT NULL DEFAULT 0,
  PRIMARY KEY (`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `villages` (
  `unit_code` varchar(64) NOT NULL,
  `name` varchar(64) NOT NULL,
  PRIMARY KEY (`unit_code`,`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `visits` (
  `submission_id` bigint(20) NOT NULL,
  `headcount` int(11) NOT NULL,
  `collective` tinyint(1) NOT NULL,
  PRIMARY KEY (`submission_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TRIGGER ledger_checkpoints_no_delete BEFORE DELETE ON ledger_checkpoints FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger entries are never changed';

CREATE TRIGGER ledger_checkpoints_no_update BEFORE UPDATE ON ledger_checkpoints FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger entries are never changed';

CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger entries are never changed';

CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger entries are never changed';

CREATE TRIGGER ledger_tree_no_delete BEFORE DELETE ON ledger_tree FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger entries are never changed';

CREATE TRIGGER ledger_tree_no_update BEFORE UPDATE ON ledger_tree FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger entries are never changed';

