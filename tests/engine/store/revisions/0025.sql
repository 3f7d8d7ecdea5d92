BEGIN TRANSACTION;
CREATE TABLE account (
	id INTEGER NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	password VARCHAR(300) NOT NULL, 
	second_factor BLOB, 
	second_factor_step BIGINT, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT uq_account_email UNIQUE (email)
);
INSERT INTO "account" VALUES(1,'ana@people.example','Ana','kept',NULL,NULL,1);
CREATE TABLE agreement (
	school_id INTEGER NOT NULL, 
	named BOOLEAN NOT NULL, 
	day DATE NOT NULL, 
	CONSTRAINT pk_agreement PRIMARY KEY (school_id), 
	CONSTRAINT fk_agreement_school_id FOREIGN KEY(school_id) REFERENCES school (id)
);
CREATE TABLE api_token (
	id INTEGER NOT NULL, 
	token_hash BLOB NOT NULL, 
	account_id INTEGER NOT NULL, 
	network_id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	scopes JSON NOT NULL, 
	made DATETIME NOT NULL, 
	expires DATETIME NOT NULL, 
	seen DATE, 
	revoked BOOLEAN NOT NULL, 
	CONSTRAINT pk_api_token PRIMARY KEY (id), 
	CONSTRAINT ck_api_token_token_hash CHECK (length(token_hash) = 32), 
	CONSTRAINT fk_api_token_account_id FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_api_token_network_id FOREIGN KEY(network_id) REFERENCES network (id), 
	CONSTRAINT uq_api_token_token_hash UNIQUE (token_hash)
);
CREATE TABLE attempt (
	key_hash BLOB NOT NULL, 
	count INTEGER NOT NULL, 
	until DATETIME NOT NULL, 
	CONSTRAINT pk_attempt PRIMARY KEY (key_hash)
);
CREATE TABLE barograph_revision (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT barograph_revision_pkc PRIMARY KEY (version_num)
);
INSERT INTO "barograph_revision" VALUES('0025');
CREATE TABLE board_post (
	id INTEGER NOT NULL, 
	school_id INTEGER NOT NULL, 
	month DATE NOT NULL, 
	text VARCHAR(500) NOT NULL, 
	named BOOLEAN NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	word VARCHAR(500) NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_board_post PRIMARY KEY (id), 
	CONSTRAINT ck_board_post_state CHECK (state IN ('waiting', 'shown', 'held', 'taken_back')), 
	CONSTRAINT fk_board_post_school_id FOREIGN KEY(school_id) REFERENCES school (id)
);
CREATE TABLE board_report (
	id INTEGER NOT NULL, 
	post_id INTEGER NOT NULL, 
	reason VARCHAR(500) NOT NULL, 
	open BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_board_report PRIMARY KEY (id), 
	CONSTRAINT fk_board_report_post_id FOREIGN KEY(post_id) REFERENCES board_post (id)
);
CREATE TABLE check_in_save (
	id INTEGER NOT NULL, 
	school_id INTEGER NOT NULL, 
	month DATE NOT NULL, 
	playbook_id VARCHAR(100) NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	pulse JSON NOT NULL, 
	answers JSON NOT NULL, 
	removed BOOLEAN NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_check_in_save PRIMARY KEY (id), 
	CONSTRAINT fk_check_in_save_school_id FOREIGN KEY(school_id) REFERENCES school (id)
);
CREATE TABLE choice (
	id INTEGER NOT NULL, 
	school_id INTEGER NOT NULL, 
	wave_id INTEGER NOT NULL, 
	path VARCHAR(8) NOT NULL, 
	measures JSON NOT NULL, 
	reason TEXT NOT NULL, 
	agreed_by VARCHAR(300) NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_choice PRIMARY KEY (id), 
	CONSTRAINT ck_choice_path CHECK (path IN ('need', 'strength')), 
	CONSTRAINT fk_choice_school_id FOREIGN KEY(school_id) REFERENCES school (id), 
	CONSTRAINT fk_choice_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id)
);
CREATE TABLE code (
	key_hash BLOB NOT NULL, 
	wave_id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	privacy VARCHAR(12) NOT NULL, 
	state VARCHAR(4) NOT NULL, 
	invitee_id VARCHAR(32), unit_id INTEGER CONSTRAINT fk_code_unit_id REFERENCES unit (id), 
	CONSTRAINT pk_code PRIMARY KEY (key_hash), 
	CONSTRAINT fk_code_site_id_wave_id FOREIGN KEY(site_id, wave_id) REFERENCES site (id, wave_id), 
	CONSTRAINT fk_code_wave_id_privacy FOREIGN KEY(wave_id, privacy) REFERENCES wave (id, privacy), 
	CONSTRAINT fk_code_invitee_id_site_id FOREIGN KEY(invitee_id, site_id) REFERENCES invitee (id, site_id), 
	CONSTRAINT ck_code_key_hash CHECK (length(key_hash) = 32), 
	CONSTRAINT ck_code_state CHECK (state IN ('new', 'sent')), 
	CONSTRAINT ck_code_invitee CHECK ((privacy = 'anonymous') = (invitee_id IS NULL)), 
	CONSTRAINT uq_code_invitee_id UNIQUE (invitee_id)
)
 WITHOUT ROWID

;
CREATE TABLE code_attempt (
	beginning VARCHAR(20) NOT NULL, 
	day DATE NOT NULL, 
	count INTEGER NOT NULL, 
	CONSTRAINT pk_code_attempt PRIMARY KEY (beginning, day)
)
 WITHOUT ROWID

;
CREATE TABLE comment (
	wave_id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	item_id VARCHAR(100) NOT NULL, 
	text_hash BLOB NOT NULL, 
	number INTEGER NOT NULL, 
	state VARCHAR(7) NOT NULL, 
	text TEXT NOT NULL, 
	themes JSON NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME, 
	earlier JSON NOT NULL, 
	CONSTRAINT pk_comment PRIMARY KEY (wave_id, site_id, item_id, text_hash), 
	CONSTRAINT ck_comment_text_hash CHECK (length(text_hash) = 32), 
	CONSTRAINT ck_comment_state CHECK (state IN ('waiting', 'shown', 'held')), 
	CONSTRAINT fk_comment_site_id_wave_id FOREIGN KEY(site_id, wave_id) REFERENCES site (id, wave_id), 
	CONSTRAINT fk_comment_wave_id_number FOREIGN KEY(wave_id, number) REFERENCES snapshot (wave_id, number)
);
INSERT INTO "comment" VALUES(1,1,'comment',X'4E557D00082DF3ABFF7DE31F86C83E083CE9151D175C550FF12B894CE7E4C2B8',1,'waiting','','[]','',NULL,'[]');
INSERT INTO "comment" VALUES(1,1,'comment',X'783658B41991035E16A0477B1A515C6DE1E8C85159E21F352B87D92114E95592',1,'waiting','','[]','',NULL,'[]');
INSERT INTO "comment" VALUES(1,1,'comment',X'C002A84932A19D39844D056FE2549F7E2E604C08156263C6468915F6CB75BB2C',1,'waiting','','[]','',NULL,'[]');
INSERT INTO "comment" VALUES(1,1,'comment',X'E1ACACDEC107B28A26E5BCBE7FDA2D08BF04EEA446323BA72D92CAA42221F750',1,'waiting','','[]','',NULL,'[]');
INSERT INTO "comment" VALUES(1,1,'comment',X'E2DE5853F768B4C0B8272CBE4C41AA9561C6262A9A0080655196EFB4A5CA10F9',1,'waiting','','[]','',NULL,'[]');
INSERT INTO "comment" VALUES(1,1,'comment',X'EA39C76D8054AE4F62580FE7FB74C6D1A0EE8CBAC8170EA15BAE6553A263477C',1,'waiting','','[]','',NULL,'[]');
CREATE TABLE definition (
	id INTEGER NOT NULL, 
	instrument_id VARCHAR(200) NOT NULL, 
	version VARCHAR(50) NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	width INTEGER NOT NULL, 
	structure_digest VARCHAR(64) NOT NULL, 
	scoring_digest VARCHAR(64) NOT NULL, 
	published DATE NOT NULL, 
	CONSTRAINT pk_definition PRIMARY KEY (id), 
	CONSTRAINT ck_definition_width CHECK (width >= 0), 
	CONSTRAINT uq_definition_id_width UNIQUE (id, width), 
	CONSTRAINT uq_definition_instrument_id_version UNIQUE (instrument_id, version)
);
INSERT INTO "definition" VALUES(1,'small','1.0.0','en',3,'2ad4e0ce7fa84c3a9d11186adc7c1368f966ff47bc63e084ba625e0f6206c064','25a8819a67611cb5d7dbbd2797cb38ac33979e800970bf38641ee642c848da32','2026-03-02');
CREATE TABLE definition_text (
	definition_id INTEGER NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	text_digest VARCHAR(64) NOT NULL, 
	canonical TEXT NOT NULL, 
	CONSTRAINT pk_definition_text PRIMARY KEY (definition_id, language), 
	CONSTRAINT fk_definition_text_definition_id FOREIGN KEY(definition_id) REFERENCES definition (id)
);
INSERT INTO "definition_text" VALUES(1,'en','fa025e91c9bc822e5c8bfb0bf2908dc400736b811c93f44fba46ae535fca10b5','{"instrument":{"audience":"staff","forms":[{"id":"full","pages":[{"items":["A","B","role","comment"]}]}],"id":"small","items":[{"id":"A","kind":"scale","non_answers":[{"id":"cannot_judge","label":"I can''t judge"}],"options":[{"label":"1 of 5","value":1},{"label":"2 of 5","value":2},{"label":"3 of 5","value":3},{"label":"4 of 5","value":4},{"label":"5 of 5","value":5}],"scale":"true5","text":"Statement A."},{"id":"B","kind":"scale","non_answers":[{"id":"cannot_judge","label":"I can''t judge"}],"options":[{"label":"1 of 5","value":1},{"label":"2 of 5","value":2},{"label":"3 of 5","value":3},{"label":"4 of 5","value":4},{"label":"5 of 5","value":5}],"scale":"true5","text":"Statement B."},{"id":"role","kind":"choose_one","options":[{"label":"Teacher","value":"teacher"},{"label":"Leader","value":"leader"}],"text":"Which role?"},{"id":"comment","kind":"long_text","text":"More?"}],"language":"en","licence":"CC-BY-4.0","minimum_group":5,"privacy":"anonymous","response_scales":[{"id":"true5","non_answers":[{"id":"cannot_judge","label":"I can''t judge"}],"options":[{"label":"1 of 5","value":1},{"label":"2 of 5","value":2},{"label":"3 of 5","value":3},{"label":"4 of 5","value":4},{"label":"5 of 5","value":5}]}],"subscales":[],"title":"A small instrument","version":"1.0.0"}}');
CREATE TABLE deleted_result (
	id INTEGER NOT NULL, 
	study_id INTEGER NOT NULL, 
	opened DATETIME NOT NULL, 
	number INTEGER NOT NULL, 
	shown JSON NOT NULL, 
	CONSTRAINT pk_deleted_result PRIMARY KEY (id), 
	CONSTRAINT fk_deleted_result_study_id FOREIGN KEY(study_id) REFERENCES study (id)
);
CREATE TABLE deletion (
	id INTEGER NOT NULL, 
	network_id INTEGER, 
	school_id INTEGER, 
	study_id INTEGER, 
	wave_id INTEGER, 
	day DATE NOT NULL, 
	reason TEXT NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_deletion PRIMARY KEY (id), 
	CONSTRAINT ck_deletion_one_thing CHECK (CASE WHEN network_id IS NULL THEN 0 ELSE 1 END + CASE WHEN school_id IS NULL THEN 0 ELSE 1 END + CASE WHEN study_id IS NULL THEN 0 ELSE 1 END + CASE WHEN wave_id IS NULL THEN 0 ELSE 1 END = 1), 
	CONSTRAINT fk_deletion_network_id FOREIGN KEY(network_id) REFERENCES network (id), 
	CONSTRAINT fk_deletion_school_id FOREIGN KEY(school_id) REFERENCES school (id), 
	CONSTRAINT fk_deletion_study_id FOREIGN KEY(study_id) REFERENCES study (id), 
	CONSTRAINT fk_deletion_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id), 
	CONSTRAINT uq_deletion_network_id UNIQUE (network_id), 
	CONSTRAINT uq_deletion_school_id UNIQUE (school_id), 
	CONSTRAINT uq_deletion_study_id UNIQUE (study_id), 
	CONSTRAINT uq_deletion_wave_id UNIQUE (wave_id)
);
CREATE TABLE district (
	id INTEGER NOT NULL, 
	network_id INTEGER NOT NULL, 
	name VARCHAR(300) NOT NULL, 
	CONSTRAINT pk_district PRIMARY KEY (id), 
	CONSTRAINT fk_district_network_id FOREIGN KEY(network_id) REFERENCES network (id), 
	CONSTRAINT uq_district_network_id_name UNIQUE (network_id, name)
);
CREATE TABLE district_school (
	school_id INTEGER NOT NULL, 
	district_id INTEGER NOT NULL, 
	CONSTRAINT pk_district_school PRIMARY KEY (school_id), 
	CONSTRAINT fk_district_school_district_id FOREIGN KEY(district_id) REFERENCES district (id), 
	CONSTRAINT fk_district_school_school_id FOREIGN KEY(school_id) REFERENCES school (id)
);
CREATE TABLE draft (
	key_hash BLOB NOT NULL, 
	site_id INTEGER NOT NULL, 
	wave_id INTEGER NOT NULL, 
	privacy VARCHAR(12) NOT NULL, 
	revision INTEGER NOT NULL, 
	day DATE NOT NULL, 
	payload BLOB NOT NULL, unit_id INTEGER CONSTRAINT fk_draft_unit_id REFERENCES unit (id), 
	CONSTRAINT pk_draft PRIMARY KEY (key_hash), 
	CONSTRAINT ck_draft_key_hash CHECK (length(key_hash) = 32), 
	CONSTRAINT fk_draft_site_id_wave_id FOREIGN KEY(site_id, wave_id) REFERENCES site (id, wave_id), 
	CONSTRAINT fk_draft_wave_id_privacy FOREIGN KEY(wave_id, privacy) REFERENCES wave (id, privacy)
)
 WITHOUT ROWID

;
INSERT INTO "draft" VALUES(X'EC70D0D65BBAC1F6F5762DD38A10041A9FEFDBAD800041E10FC6489CF45DF684',5,2,'anonymous',0,'2026-03-02',X'2CAE99C9B21782BE5D8806916928FAB8C0F0FCFABF2E515C0125CFBAB0C0820A2AEF1E760EA6BA929443A8DAAD0ADB5BAFBED4C07B15AEC8578C6692F1DD9F72A5169914FE1C0BB2C1EF26F5147A1B1EC02276DDF6505C79BAD8A33AA5763EAF6680B02303009729523B4CCF29BAA85C0D3FF8BAD43AAEA1458B55EBD7B610A595258B98E1C1BF',NULL);
CREATE TABLE entry (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	action VARCHAR(40) NOT NULL, 
	what VARCHAR(400) NOT NULL, 
	network_id INTEGER, 
	school_id INTEGER, 
	wave_id INTEGER, 
	CONSTRAINT pk_entry PRIMARY KEY (id), 
	CONSTRAINT fk_entry_network_id FOREIGN KEY(network_id) REFERENCES network (id), 
	CONSTRAINT fk_entry_school_id FOREIGN KEY(school_id) REFERENCES school (id), 
	CONSTRAINT fk_entry_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id)
);
CREATE TABLE family_notice (
	site_id INTEGER NOT NULL, 
	wave_id INTEGER NOT NULL, 
	form VARCHAR(7) NOT NULL, 
	role VARCHAR(200) NOT NULL, 
	sent DATE, 
	reply_by DATE, 
	opted_out INTEGER, 
	text_version TEXT NOT NULL, 
	holder TEXT, 
	recorded DATE NOT NULL, 
	CONSTRAINT pk_family_notice PRIMARY KEY (site_id), 
	CONSTRAINT ck_family_notice_form CHECK (form IN ('notice', 'consent')), 
	CONSTRAINT ck_family_notice_opted_out CHECK (opted_out >= 0), 
	CONSTRAINT ck_family_notice_sent_before_reply CHECK (sent <= reply_by), 
	CONSTRAINT ck_family_notice_days_or_holder CHECK (holder IS NOT NULL OR (sent IS NOT NULL AND reply_by IS NOT NULL)), 
	CONSTRAINT fk_family_notice_site_id_wave_id FOREIGN KEY(site_id, wave_id) REFERENCES site (id, wave_id)
);
CREATE TABLE invitation (
	id INTEGER NOT NULL, 
	token_hash BLOB NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	network_id INTEGER NOT NULL, 
	district_id INTEGER, 
	school_id INTEGER, 
	expires DATETIME NOT NULL, 
	confirmed BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_invitation PRIMARY KEY (id), 
	CONSTRAINT ck_invitation_role CHECK (role IN ('hub_administrator', 'researcher', 'district', 'school_leader', 'school_team', 'teacher')), 
	CONSTRAINT ck_invitation_district CHECK ((role = 'district') = (district_id IS NOT NULL)), 
	CONSTRAINT ck_invitation_school CHECK ((role IN ('school_leader', 'school_team', 'teacher')) = (school_id IS NOT NULL)), 
	CONSTRAINT fk_invitation_network_id FOREIGN KEY(network_id) REFERENCES network (id), 
	CONSTRAINT fk_invitation_district_id FOREIGN KEY(district_id) REFERENCES district (id), 
	CONSTRAINT fk_invitation_school_id FOREIGN KEY(school_id) REFERENCES school (id), 
	CONSTRAINT uq_invitation_token_hash UNIQUE (token_hash)
);
CREATE TABLE invitee (
	id VARCHAR(32) NOT NULL, 
	wave_id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	privacy VARCHAR(12) NOT NULL, 
	number INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	address VARCHAR(254), 
	answered BOOLEAN NOT NULL, 
	reminded DATE, 
	CONSTRAINT pk_invitee PRIMARY KEY (id), 
	CONSTRAINT fk_invitee_site_id_wave_id FOREIGN KEY(site_id, wave_id) REFERENCES site (id, wave_id), 
	CONSTRAINT fk_invitee_wave_id_privacy FOREIGN KEY(wave_id, privacy) REFERENCES wave (id, privacy), 
	CONSTRAINT ck_invitee_privacy CHECK (privacy IN ('confidential', 'identified')), 
	CONSTRAINT uq_invitee_id_site_id UNIQUE (id, site_id), 
	CONSTRAINT uq_invitee_site_id_number UNIQUE (site_id, number)
)
 WITHOUT ROWID

;
CREATE TABLE job (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	task VARCHAR(8) NOT NULL, 
	about VARCHAR(120) NOT NULL, 
	wave_id INTEGER, 
	account_id INTEGER, 
	details JSON NOT NULL, 
	state VARCHAR(7) NOT NULL, 
	step VARCHAR(200) NOT NULL, 
	done INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	failure TEXT, 
	tries INTEGER NOT NULL, 
	asked DATETIME NOT NULL, 
	ended DATETIME, 
	worker VARCHAR(32), 
	until DATETIME, 
	CONSTRAINT ck_job_task CHECK (task IN ('clock', 'close', 'letters', 'study', 'reports')), 
	CONSTRAINT ck_job_state CHECK (state IN ('waiting', 'running', 'done', 'failed')), 
	CONSTRAINT ck_job_worker CHECK ((state = 'running') = (worker IS NOT NULL)), 
	CONSTRAINT ck_job_until CHECK ((worker IS NULL) = (until IS NULL)), 
	CONSTRAINT fk_job_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id), 
	CONSTRAINT fk_job_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE TABLE letter (
	mailing_id VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	wave_id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	recipient VARCHAR(32) NOT NULL, 
	state VARCHAR(7) NOT NULL, 
	reason VARCHAR(20), 
	CONSTRAINT pk_letter PRIMARY KEY (mailing_id, number), 
	CONSTRAINT ck_letter_state CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'skipped')), 
	CONSTRAINT fk_letter_mailing_id FOREIGN KEY(mailing_id) REFERENCES mailing (id), 
	CONSTRAINT fk_letter_site_id FOREIGN KEY(site_id) REFERENCES site (id), 
	CONSTRAINT fk_letter_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id)
)
 WITHOUT ROWID

;
CREATE TABLE link_key (
	wave_id INTEGER NOT NULL, 
	privacy VARCHAR(12) NOT NULL, 
	"key" BLOB NOT NULL, 
	CONSTRAINT pk_link_key PRIMARY KEY (wave_id), 
	CONSTRAINT fk_link_key_wave_id_privacy FOREIGN KEY(wave_id, privacy) REFERENCES wave (id, privacy), 
	CONSTRAINT ck_link_key_privacy CHECK (privacy = 'confidential')
)
 WITHOUT ROWID

;
CREATE TABLE mailing (
	id VARCHAR(32) NOT NULL, 
	wave_id INTEGER NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	subject TEXT NOT NULL, 
	text TEXT NOT NULL, 
	day DATE NOT NULL, 
	CONSTRAINT pk_mailing PRIMARY KEY (id), 
	CONSTRAINT fk_mailing_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id)
)
 WITHOUT ROWID

;
CREATE TABLE membership (
	id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	network_id INTEGER NOT NULL, 
	district_id INTEGER, 
	school_id INTEGER, issuer VARCHAR(300), 
	CONSTRAINT pk_membership PRIMARY KEY (id), 
	CONSTRAINT ck_membership_role CHECK (role IN ('hub_administrator', 'researcher', 'district', 'school_leader', 'school_team', 'teacher')), 
	CONSTRAINT ck_membership_district CHECK ((role = 'district') = (district_id IS NOT NULL)), 
	CONSTRAINT ck_membership_school CHECK ((role IN ('school_leader', 'school_team', 'teacher')) = (school_id IS NOT NULL)), 
	CONSTRAINT fk_membership_network_id FOREIGN KEY(network_id) REFERENCES network (id), 
	CONSTRAINT fk_membership_district_id FOREIGN KEY(district_id) REFERENCES district (id), 
	CONSTRAINT fk_membership_school_id FOREIGN KEY(school_id) REFERENCES school (id), 
	CONSTRAINT fk_membership_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);
INSERT INTO "membership" VALUES(1,1,'hub_administrator',1,NULL,NULL,NULL);
CREATE TABLE network (
	id INTEGER NOT NULL, 
	name VARCHAR(300) NOT NULL, time_zone VARCHAR(64), archived DATE, second_factor BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_network PRIMARY KEY (id), 
	CONSTRAINT uq_network_name UNIQUE (name)
);
INSERT INTO "network" VALUES(1,'North',NULL,NULL,0);
CREATE TABLE own_sheet (
	id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	sheet VARCHAR(100) NOT NULL, 
	playbook_id VARCHAR(100) NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	filled JSON NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_own_sheet PRIMARY KEY (id), 
	CONSTRAINT fk_own_sheet_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE TABLE partner_agreement (
	id INTEGER NOT NULL, 
	partnership_id INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	area VARCHAR(100) NOT NULL, 
	level VARCHAR(100) NOT NULL, 
	evidence TEXT NOT NULL, 
	agreed_by VARCHAR(300) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_partner_agreement PRIMARY KEY (id), 
	CONSTRAINT fk_partner_agreement_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnership (id)
);
CREATE TABLE partner_rating (
	partnership_id INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	side VARCHAR(7) NOT NULL, 
	levels JSON NOT NULL, 
	evidence JSON NOT NULL, 
	rated_by VARCHAR(300) NOT NULL, 
	done BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_partner_rating PRIMARY KEY (partnership_id, round, side), 
	CONSTRAINT ck_partner_rating_side CHECK (side IN ('own', 'partner')), 
	CONSTRAINT fk_partner_rating_partnership_id FOREIGN KEY(partnership_id) REFERENCES partnership (id)
);
CREATE TABLE partnership (
	id INTEGER NOT NULL, 
	school_id INTEGER NOT NULL, 
	instrument_id VARCHAR(100) NOT NULL, 
	version VARCHAR(50) NOT NULL, 
	own VARCHAR(200) NOT NULL, 
	partner VARCHAR(200) NOT NULL, 
	"key" BLOB NOT NULL, 
	shared JSON NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_partnership PRIMARY KEY (id), 
	CONSTRAINT ck_partnership_key CHECK (length(key) = 16), 
	CONSTRAINT fk_partnership_school_id FOREIGN KEY(school_id) REFERENCES school (id)
);
CREATE TABLE password_reset (
	token_hash BLOB NOT NULL, 
	account_id INTEGER NOT NULL, 
	expires DATETIME NOT NULL, 
	CONSTRAINT pk_password_reset PRIMARY KEY (token_hash), 
	CONSTRAINT fk_password_reset_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE TABLE "plan" (
	id INTEGER NOT NULL, 
	school_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	choice_id INTEGER NOT NULL, 
	measure VARCHAR(100) NOT NULL, 
	construct VARCHAR(100) NOT NULL, 
	playbook_id VARCHAR(100) NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_plan PRIMARY KEY (id), 
	CONSTRAINT ck_plan_number CHECK (number >= 1), 
	CONSTRAINT fk_plan_choice_id FOREIGN KEY(choice_id) REFERENCES choice (id), 
	CONSTRAINT fk_plan_school_id FOREIGN KEY(school_id) REFERENCES school (id), 
	CONSTRAINT uq_plan_school_id_number UNIQUE (school_id, number)
);
CREATE TABLE plan_reminder (
	plan_id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	last DATE, 
	CONSTRAINT pk_plan_reminder PRIMARY KEY (plan_id, account_id), 
	CONSTRAINT fk_plan_reminder_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE, 
	CONSTRAINT fk_plan_reminder_plan_id FOREIGN KEY(plan_id) REFERENCES "plan" (id)
);
CREATE TABLE plan_standing (
	id INTEGER NOT NULL, 
	plan_id INTEGER NOT NULL, 
	state VARCHAR(6) NOT NULL, 
	decision VARCHAR(100) NOT NULL, 
	shared BOOLEAN NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_plan_standing PRIMARY KEY (id), 
	CONSTRAINT ck_plan_standing_state CHECK (state IN ('open', 'closed')), 
	CONSTRAINT fk_plan_standing_plan_id FOREIGN KEY(plan_id) REFERENCES "plan" (id)
);
CREATE TABLE prediction (
	id INTEGER NOT NULL, 
	school_id INTEGER NOT NULL, 
	wave_id INTEGER NOT NULL, 
	measure VARCHAR(100) NOT NULL, 
	kind VARCHAR(9) NOT NULL, 
	low FLOAT NOT NULL, 
	high FLOAT NOT NULL, 
	reason TEXT NOT NULL, 
	shared BOOLEAN NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_prediction PRIMARY KEY (id), 
	CONSTRAINT ck_prediction_kind CHECK (kind IN ('range', 'no_change')), 
	CONSTRAINT ck_prediction_low CHECK (low < high), 
	CONSTRAINT fk_prediction_school_id FOREIGN KEY(school_id) REFERENCES school (id), 
	CONSTRAINT fk_prediction_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id)
);
CREATE TABLE prediction_withdrawal (
	prediction_id INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_prediction_withdrawal PRIMARY KEY (prediction_id), 
	CONSTRAINT fk_prediction_withdrawal_prediction_id FOREIGN KEY(prediction_id) REFERENCES prediction (id)
);
CREATE TABLE provider_identity (
	issuer VARCHAR(300) NOT NULL, 
	subject VARCHAR(255) NOT NULL, 
	account_id INTEGER NOT NULL, 
	since DATE NOT NULL, 
	CONSTRAINT pk_provider_identity PRIMARY KEY (issuer, subject), 
	CONSTRAINT fk_provider_identity_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE TABLE publication (
	definition_id INTEGER NOT NULL, 
	network_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(254) NOT NULL, to_all BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_publication PRIMARY KEY (definition_id), 
	CONSTRAINT fk_publication_definition_id FOREIGN KEY(definition_id) REFERENCES definition (id), 
	CONSTRAINT fk_publication_network_id FOREIGN KEY(network_id) REFERENCES network (id)
);
CREATE TABLE recovery_code (
	account_id INTEGER NOT NULL, 
	code_hash BLOB NOT NULL, 
	CONSTRAINT pk_recovery_code PRIMARY KEY (account_id, code_hash), 
	CONSTRAINT fk_recovery_code_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE TABLE reopening (
	wave_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	day DATE NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_reopening PRIMARY KEY (wave_id, number), 
	CONSTRAINT fk_reopening_wave_id_number FOREIGN KEY(wave_id, number) REFERENCES snapshot (wave_id, number)
);
CREATE TABLE response (
	wave_id INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	site_id INTEGER NOT NULL, 
	definition_id INTEGER NOT NULL, 
	privacy VARCHAR(12) NOT NULL, 
	width INTEGER NOT NULL, 
	form VARCHAR(100) NOT NULL, 
	language VARCHAR(35) NOT NULL, 
	seconds SMALLINT, 
	codes BLOB NOT NULL, 
	open_answers JSON, 
	person VARCHAR(200), day DATE, device VARCHAR(6) CONSTRAINT ck_response_device CHECK (device IN ('own', 'again', 'shared')), unit_id INTEGER CONSTRAINT fk_response_unit_id REFERENCES unit (id), 
	CONSTRAINT pk_response PRIMARY KEY (wave_id, id), 
	CONSTRAINT ck_response_person CHECK (person IS NULL OR privacy = 'identified'), 
	CONSTRAINT ck_response_codes CHECK (length(codes) = width), 
	CONSTRAINT ck_response_id CHECK (length(id) = 16), 
	CONSTRAINT fk_response_site_id_wave_id FOREIGN KEY(site_id, wave_id) REFERENCES site (id, wave_id), 
	CONSTRAINT fk_response_wave_id_definition_id_privacy_width FOREIGN KEY(wave_id, definition_id, privacy, width) REFERENCES wave (id, definition_id, privacy, width)
)
 WITHOUT ROWID

;
INSERT INTO "response" VALUES(1,X'1AF26F48B55C68263F445F83FAE1AC54',1,1,'anonymous',3,'full','en',NULL,X'01FDFD','{"comment": "comment 1"}',NULL,NULL,NULL,NULL);
INSERT INTO "response" VALUES(1,X'489E17300EADBEA23780A4F6B32377A5',1,1,'anonymous',3,'full','en',NULL,X'03FDFD','{"comment": "comment 3"}',NULL,NULL,NULL,NULL);
INSERT INTO "response" VALUES(1,X'518854F7C8F6DA1F6C4467B426EA65EB',1,1,'anonymous',3,'full','en',NULL,X'00FDFD','{"comment": "comment 0"}',NULL,NULL,NULL,NULL);
INSERT INTO "response" VALUES(1,X'52E3B92B245D69936B18FA06D92F3B3A',1,1,'anonymous',3,'full','en',NULL,X'04FDFD','{"comment": "comment 4"}',NULL,NULL,NULL,NULL);
INSERT INTO "response" VALUES(1,X'A6730F0DA5C1C6D2170F00D9A2516A4F',1,1,'anonymous',3,'full','en',NULL,X'02FDFD','{"comment": "comment 2"}',NULL,NULL,NULL,NULL);
INSERT INTO "response" VALUES(1,X'FA7E8B32B757ADAC8EA467A13D1167D6',1,1,'anonymous',3,'full','en',NULL,X'00FDFD','{"comment": "comment 5"}',NULL,NULL,NULL,NULL);
INSERT INTO "response" VALUES(2,X'406A637B88508EDEF8C4056EFB0746CB',4,1,'anonymous',3,'full','en',90,X'03FDFD',NULL,NULL,'2026-03-02','own',NULL);
CREATE TABLE response_link (
	wave_id INTEGER NOT NULL, 
	response_id BLOB NOT NULL, 
	privacy VARCHAR(12) NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_response_link PRIMARY KEY (wave_id, response_id), 
	CONSTRAINT ck_response_link_privacy CHECK (privacy = 'confidential'), 
	CONSTRAINT fk_response_link_wave_id_privacy FOREIGN KEY(wave_id, privacy) REFERENCES wave (id, privacy), 
	CONSTRAINT fk_response_link_wave_id_response_id FOREIGN KEY(wave_id, response_id) REFERENCES response (wave_id, id) DEFERRABLE INITIALLY DEFERRED
)
 WITHOUT ROWID

;
CREATE TABLE resume (
	code_hash BLOB NOT NULL, 
	key_hash BLOB NOT NULL, 
	wave_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_resume PRIMARY KEY (code_hash), 
	CONSTRAINT fk_resume_key_hash FOREIGN KEY(key_hash) REFERENCES draft (key_hash) ON DELETE CASCADE, 
	CONSTRAINT fk_resume_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id), 
	CONSTRAINT ck_resume_code_hash CHECK (length(code_hash) = 32), 
	CONSTRAINT uq_resume_key_hash UNIQUE (key_hash)
)
 WITHOUT ROWID

;
CREATE TABLE retirement (
	network_id INTEGER NOT NULL, 
	definition_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	CONSTRAINT pk_retirement PRIMARY KEY (network_id, definition_id), 
	CONSTRAINT fk_retirement_definition_id FOREIGN KEY(definition_id) REFERENCES definition (id), 
	CONSTRAINT fk_retirement_network_id FOREIGN KEY(network_id) REFERENCES network (id)
);
CREATE TABLE rubric_save (
	id INTEGER NOT NULL, 
	school_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	instrument_id VARCHAR(100) NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	held DATE NOT NULL, 
	levels JSON NOT NULL, 
	agreed_by VARCHAR(300) NOT NULL, 
	shared BOOLEAN NOT NULL, 
	removed BOOLEAN NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_rubric_save PRIMARY KEY (id), 
	CONSTRAINT ck_rubric_save_number CHECK (number >= 1), 
	CONSTRAINT fk_rubric_save_school_id FOREIGN KEY(school_id) REFERENCES school (id)
);
CREATE TABLE school (
	id INTEGER NOT NULL, 
	network_id INTEGER NOT NULL, 
	name VARCHAR(300) NOT NULL, 
	level VARCHAR(20), archived DATE, deleted DATE, 
	CONSTRAINT pk_school PRIMARY KEY (id), 
	CONSTRAINT ck_school_level CHECK (level IN ('elementary', 'middle', 'high', 'other')), 
	CONSTRAINT fk_school_network_id FOREIGN KEY(network_id) REFERENCES network (id), 
	CONSTRAINT uq_school_network_id_name UNIQUE (network_id, name)
);
INSERT INTO "school" VALUES(1,1,'Ash',NULL,NULL,NULL);
INSERT INTO "school" VALUES(2,1,'Birch',NULL,NULL,NULL);
INSERT INTO "school" VALUES(3,1,'Cedar',NULL,NULL,NULL);
CREATE TABLE school_phase (
	id INTEGER NOT NULL, 
	school_id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	playbook_id VARCHAR(100) NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	phase VARCHAR(64) NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_school_phase PRIMARY KEY (id), 
	CONSTRAINT fk_school_phase_school_id FOREIGN KEY(school_id) REFERENCES school (id)
);
CREATE TABLE setting (
	name VARCHAR(50) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY (name)
);
CREATE TABLE sheet_comment (
	id INTEGER NOT NULL, 
	plan_id INTEGER NOT NULL, 
	sheet VARCHAR(100) NOT NULL, 
	number INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	taken_back BOOLEAN NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_sheet_comment PRIMARY KEY (id), 
	CONSTRAINT fk_sheet_comment_plan_id FOREIGN KEY(plan_id) REFERENCES "plan" (id)
);
CREATE TABLE sheet_save (
	id INTEGER NOT NULL, 
	school_id INTEGER NOT NULL, 
	plan_id INTEGER, 
	sheet VARCHAR(100) NOT NULL, 
	number INTEGER NOT NULL, 
	playbook_id VARCHAR(100) NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	filled JSON NOT NULL, 
	removed BOOLEAN NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_sheet_save PRIMARY KEY (id), 
	CONSTRAINT ck_sheet_save_number CHECK (number >= 1), 
	CONSTRAINT fk_sheet_save_plan_id FOREIGN KEY(plan_id) REFERENCES "plan" (id), 
	CONSTRAINT fk_sheet_save_school_id FOREIGN KEY(school_id) REFERENCES school (id)
);
CREATE TABLE sign_in (
	token_hash BLOB NOT NULL, 
	account_id INTEGER NOT NULL, 
	since DATETIME NOT NULL, 
	seen DATETIME NOT NULL, 
	complete BOOLEAN NOT NULL, device VARCHAR(20) DEFAULT '' NOT NULL, issuer VARCHAR(300), vouched BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_sign_in PRIMARY KEY (token_hash), 
	CONSTRAINT fk_sign_in_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE TABLE site (
	id INTEGER NOT NULL, 
	wave_id INTEGER NOT NULL, 
	school_id INTEGER NOT NULL, 
	roster INTEGER, 
	roster_by_role JSON, 
	link VARCHAR(22) NOT NULL, phase VARCHAR(100), join_code VARCHAR(6), again INTEGER DEFAULT 0 NOT NULL, shared INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_site PRIMARY KEY (id), 
	CONSTRAINT ck_site_roster CHECK (roster >= 0), 
	CONSTRAINT fk_site_school_id FOREIGN KEY(school_id) REFERENCES school (id), 
	CONSTRAINT fk_site_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id), 
	CONSTRAINT uq_site_id_wave_id UNIQUE (id, wave_id), 
	CONSTRAINT uq_site_link UNIQUE (link), 
	CONSTRAINT uq_site_wave_id_school_id UNIQUE (wave_id, school_id)
);
INSERT INTO "site" VALUES(1,1,1,30,NULL,'KYXDuvYuLFD4nibDYfWALx',NULL,NULL,0,0);
INSERT INTO "site" VALUES(2,1,2,30,NULL,'iAUdt5cGsqeq8xrXVDSdvQ',NULL,NULL,0,0);
INSERT INTO "site" VALUES(3,1,3,30,NULL,'pLqay9FKHiUwNP472SEktd',NULL,NULL,0,0);
INSERT INTO "site" VALUES(4,2,1,30,NULL,'EA7TEvamdhMDavAcCkNred',NULL,'180112',0,0);
INSERT INTO "site" VALUES(5,2,2,30,NULL,'qahcVQxYkAuaEFTs3HydTS',NULL,'856258',0,0);
INSERT INTO "site" VALUES(6,2,3,30,NULL,'2FfSRmykmC6B8jDAZdQU4q',NULL,'215601',0,0);
CREATE TABLE snapshot (
	wave_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	day DATE NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	document TEXT NOT NULL, 
	CONSTRAINT pk_snapshot PRIMARY KEY (wave_id, number), 
	CONSTRAINT ck_snapshot_number CHECK (number >= 1), 
	CONSTRAINT fk_snapshot_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id)
);
INSERT INTO "snapshot" VALUES(1,1,'2026-03-02','256020be9e8b368a5d4668386ece993361bdc33aacfd3c39ae86a3bb72e5f1db','{"format":3,"sites":[]}');
CREATE TABLE snapshot_part (
	wave_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	document TEXT NOT NULL, 
	CONSTRAINT pk_snapshot_part PRIMARY KEY (wave_id, number, site_id), 
	CONSTRAINT fk_snapshot_part_wave_id_number FOREIGN KEY(wave_id, number) REFERENCES snapshot (wave_id, number), 
	CONSTRAINT fk_snapshot_part_site_id_wave_id FOREIGN KEY(site_id, wave_id) REFERENCES site (id, wave_id)
);
CREATE TABLE spent (
	key_hash BLOB NOT NULL, 
	wave_id INTEGER NOT NULL, 
	CONSTRAINT pk_spent PRIMARY KEY (key_hash), 
	CONSTRAINT ck_spent_key_hash CHECK (length(key_hash) = 32), 
	CONSTRAINT fk_spent_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id)
)
 WITHOUT ROWID

;
INSERT INTO "spent" VALUES(X'4CB9379A6605F5EFD485CFEBE42A79498EC2843BCE2E5F271CC70A6AAF31C6D5',1);
INSERT INTO "spent" VALUES(X'54F0407C5DC1E9A346EDECBB676BD976C100C785F86D9EF560E4AFC42034A195',2);
INSERT INTO "spent" VALUES(X'7AAE25C550EEA720FB4FFF95D825B7DF2B8C1C74282C4DA3071AC679BD5BAAA3',1);
INSERT INTO "spent" VALUES(X'837532F803F3EA89ECC78342B12C2065C497C06F6018AA01BC7C44B4207BF369',1);
INSERT INTO "spent" VALUES(X'8B56F5A4A6D2CF7195D112A228414E356C3921B81DE2F68CC54317AE7FBFC81D',1);
INSERT INTO "spent" VALUES(X'8E3EFE0B6459D30EE9D849D7E33095EC95882E1C4C59757D7614CBAFC169E3FC',1);
INSERT INTO "spent" VALUES(X'AFBC2B855CE1DCF615A994B0DEAE8FB4E28DA65F1CC8EB0EB588FD06AFE35DFE',1);
CREATE TABLE study (
	id INTEGER NOT NULL, 
	network_id INTEGER NOT NULL, 
	title VARCHAR(300) NOT NULL, archived DATE, 
	CONSTRAINT pk_study PRIMARY KEY (id), 
	CONSTRAINT fk_study_network_id FOREIGN KEY(network_id) REFERENCES network (id)
);
INSERT INTO "study" VALUES(1,1,'Conditions',NULL);
CREATE TABLE study_report (
	wave_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	day DATE NOT NULL, 
	html TEXT NOT NULL, 
	json TEXT NOT NULL, 
	pdf BLOB NOT NULL, 
	CONSTRAINT pk_study_report PRIMARY KEY (wave_id, number), 
	CONSTRAINT fk_study_report_wave_id_number FOREIGN KEY(wave_id, number) REFERENCES snapshot (wave_id, number)
);
CREATE TABLE unit (
	id INTEGER NOT NULL, 
	wave_id INTEGER NOT NULL, 
	site_id INTEGER NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	name VARCHAR(300) NOT NULL, 
	expected INTEGER, 
	link VARCHAR(22) NOT NULL, 
	teacher_id INTEGER, 
	CONSTRAINT pk_unit PRIMARY KEY (id), 
	CONSTRAINT ck_unit_expected CHECK (expected >= 0), 
	CONSTRAINT ck_unit_kind CHECK (kind IN ('class', 'department', 'team')), 
	CONSTRAINT fk_unit_site_id_wave_id FOREIGN KEY(site_id, wave_id) REFERENCES site (id, wave_id), 
	CONSTRAINT fk_unit_teacher_id FOREIGN KEY(teacher_id) REFERENCES account (id), 
	CONSTRAINT uq_unit_link UNIQUE (link), 
	CONSTRAINT uq_unit_site_id_name UNIQUE (site_id, name)
);
CREATE TABLE unit_part (
	unit_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	document TEXT NOT NULL, 
	CONSTRAINT pk_unit_part PRIMARY KEY (unit_id), 
	CONSTRAINT fk_unit_part_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
);
CREATE TABLE wave (
	id INTEGER NOT NULL, 
	study_id INTEGER NOT NULL, 
	title VARCHAR(300) NOT NULL, 
	definition_id INTEGER NOT NULL, 
	width INTEGER NOT NULL, 
	form VARCHAR(100) NOT NULL, 
	languages JSON NOT NULL, 
	privacy VARCHAR(12) NOT NULL, 
	minimum_group INTEGER NOT NULL, 
	opens DATETIME NOT NULL, 
	closes DATETIME NOT NULL, 
	phase VARCHAR(100), 
	event JSON, 
	contact VARCHAR(300), 
	kept_until DATE, 
	simulated BOOLEAN NOT NULL, 
	state VARCHAR(7) NOT NULL, 
	closing_attempt VARCHAR(32), 
	traces_erased BOOLEAN NOT NULL, 
	way_in VARCHAR(5) NOT NULL, 
	opens_itself BOOLEAN DEFAULT 0 NOT NULL, 
	closes_itself BOOLEAN DEFAULT 0 NOT NULL, answers_deleted DATE, archived DATE, 
	CONSTRAINT pk_wave PRIMARY KEY (id), 
	CONSTRAINT ck_wave_way_in CHECK (way_in IN ('link', 'codes')), 
	CONSTRAINT ck_wave_privacy CHECK (privacy IN ('anonymous', 'confidential', 'identified')), 
	CONSTRAINT ck_wave_state CHECK (state IN ('draft', 'open', 'closing', 'closed')), 
	CONSTRAINT ck_wave_minimum_group CHECK (minimum_group >= 5), 
	CONSTRAINT ck_wave_opens_before_closes CHECK (opens < closes), 
	CONSTRAINT fk_wave_definition_id_width FOREIGN KEY(definition_id, width) REFERENCES definition (id, width), 
	CONSTRAINT fk_wave_study_id FOREIGN KEY(study_id) REFERENCES study (id), 
	CONSTRAINT uq_wave_id_definition_id_privacy_width UNIQUE (id, definition_id, privacy, width), 
	CONSTRAINT uq_wave_id_privacy UNIQUE (id, privacy)
);
INSERT INTO "wave" VALUES(1,1,'Spring',1,3,'full','["en"]','anonymous',5,'2026-03-01 08:30:17.123456','2026-04-01 08:30:17.123456',NULL,NULL,NULL,NULL,0,'closed',NULL,1,'link',0,0,NULL,NULL);
INSERT INTO "wave" VALUES(2,1,'Autumn',1,3,'full','["en"]','anonymous',5,'2026-03-01 08:30:17.123456','2026-04-01 08:30:17.123456',NULL,NULL,NULL,NULL,0,'open',NULL,1,'link',0,0,NULL,NULL);
CREATE TABLE withdrawal (
	code_hash BLOB NOT NULL, 
	wave_id INTEGER NOT NULL, 
	response_id BLOB NOT NULL, sealed BLOB, 
	CONSTRAINT pk_withdrawal PRIMARY KEY (code_hash), 
	CONSTRAINT ck_withdrawal_code_hash CHECK (length(code_hash) = 32), 
	CONSTRAINT fk_withdrawal_wave_id_response_id FOREIGN KEY(wave_id, response_id) REFERENCES response (wave_id, id), 
	CONSTRAINT uq_withdrawal_wave_id_response_id UNIQUE (wave_id, response_id)
)
 WITHOUT ROWID

;
INSERT INTO "withdrawal" VALUES(X'DF077FB68D0C643178C680CAC186B57681E7EB0C83D8001F909E24CCE501C97A',2,X'406A637B88508EDEF8C4056EFB0746CB',NULL);
CREATE TABLE worker (
	id VARCHAR(32) NOT NULL, 
	seen DATETIME NOT NULL, 
	CONSTRAINT pk_worker PRIMARY KEY (id)
)
 WITHOUT ROWID

;
CREATE TABLE working_copy (
	id INTEGER NOT NULL, 
	network_id INTEGER NOT NULL, 
	published_id INTEGER, 
	CONSTRAINT pk_working_copy PRIMARY KEY (id), 
	CONSTRAINT fk_working_copy_network_id FOREIGN KEY(network_id) REFERENCES network (id), 
	CONSTRAINT fk_working_copy_published_id FOREIGN KEY(published_id) REFERENCES definition (id)
);
CREATE TABLE working_save (
	copy_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	what VARCHAR(200) NOT NULL, 
	instrument_id VARCHAR(200) NOT NULL, 
	version VARCHAR(200) NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	files BLOB NOT NULL, 
	CONSTRAINT pk_working_save PRIMARY KEY (copy_id, number), 
	CONSTRAINT fk_working_save_copy_id FOREIGN KEY(copy_id) REFERENCES working_copy (id)
);
CREATE INDEX ix_study_network_id ON study (network_id);
CREATE INDEX ix_district_school_district_id ON district_school (district_id);
CREATE INDEX ix_password_reset_account_id ON password_reset (account_id);
CREATE INDEX ix_sign_in_account_id ON sign_in (account_id);
CREATE INDEX ix_entry_network_id ON entry (network_id);
CREATE INDEX ix_entry_school_id ON entry (school_id);
CREATE INDEX ix_working_copy_network_id ON working_copy (network_id);
CREATE INDEX ix_choice_school_id ON choice (school_id);
CREATE INDEX ix_choice_wave_id ON choice (wave_id);
CREATE INDEX ix_api_token_account_id ON api_token (account_id);
CREATE INDEX ix_api_token_network_id ON api_token (network_id);
CREATE INDEX ix_wave_study_id ON wave (study_id);
CREATE UNIQUE INDEX uq_site_join_code ON site (join_code);
CREATE INDEX ix_mailing_wave_id ON mailing (wave_id);
CREATE INDEX ix_letter_site_id ON letter (site_id);
CREATE INDEX ix_letter_wave_id ON letter (wave_id);
CREATE INDEX ix_unit_teacher_id ON unit (teacher_id);
CREATE INDEX ix_unit_wave_id ON unit (wave_id);
CREATE INDEX ix_membership_account_id ON membership (account_id);
CREATE INDEX ix_membership_network_id ON membership (network_id);
CREATE INDEX ix_invitation_network_id ON invitation (network_id);
CREATE INDEX ix_rubric_save_school_id ON rubric_save (school_id);
CREATE INDEX ix_partnership_school_id ON partnership (school_id);
CREATE INDEX ix_partner_agreement_partnership_id ON partner_agreement (partnership_id);
CREATE INDEX ix_plan_choice_id ON "plan" (choice_id);
CREATE INDEX ix_plan_standing_plan_id ON plan_standing (plan_id);
CREATE INDEX ix_sheet_save_plan_id ON sheet_save (plan_id);
CREATE INDEX ix_sheet_save_school_id ON sheet_save (school_id);
CREATE INDEX ix_sheet_comment_plan_id ON sheet_comment (plan_id);
CREATE INDEX ix_own_sheet_account_id ON own_sheet (account_id);
CREATE INDEX ix_check_in_save_school_id_month ON check_in_save (school_id, month);
CREATE INDEX ix_plan_reminder_account_id ON plan_reminder (account_id);
CREATE INDEX ix_board_post_school_id ON board_post (school_id);
CREATE INDEX ix_board_report_post_id ON board_report (post_id);
CREATE INDEX ix_school_phase_school_id_year ON school_phase (school_id, year);
CREATE INDEX ix_prediction_school_id ON prediction (school_id);
CREATE INDEX ix_prediction_wave_id ON prediction (wave_id);
CREATE INDEX ix_job_wave_id ON job (wave_id);
CREATE INDEX ix_job_state ON job (state);
CREATE UNIQUE INDEX uq_job_about ON job (about) WHERE state IN ('waiting', 'running');
CREATE INDEX ix_deleted_result_study_id ON deleted_result (study_id);
CREATE INDEX ix_provider_identity_account_id ON provider_identity (account_id);
DELETE FROM "sqlite_sequence";
COMMIT;
