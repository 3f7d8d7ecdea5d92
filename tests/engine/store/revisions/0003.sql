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
INSERT INTO "barograph_revision" VALUES('0003');
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
	payload BLOB NOT NULL, 
	CONSTRAINT pk_draft PRIMARY KEY (key_hash), 
	CONSTRAINT ck_draft_key_hash CHECK (length(key_hash) = 32), 
	CONSTRAINT fk_draft_site_id_wave_id FOREIGN KEY(site_id, wave_id) REFERENCES site (id, wave_id), 
	CONSTRAINT fk_draft_wave_id_privacy FOREIGN KEY(wave_id, privacy) REFERENCES wave (id, privacy)
)
 WITHOUT ROWID

;
INSERT INTO "draft" VALUES(X'3B9F5B29F09F8C51D257EA0902624A5E986D5A4F44B5AE135E6C99BF5B7E68EC',5,2,'anonymous',0,'2026-03-02',X'77B4042994D55AE1BD93DDD28B0CB253E1B9FE6B85AC8B25C42F95D201874CCED8BE57BE7967089ECF95052B96B5AD1E800A8A78FB91A781D9575A5E3A691888500A9DB1569728D4FAE2D1477C1AE86D0FC527C2CC93B02E7FCE8A8A9F4C732D669BA50CD29F82D1F8A93023ACD19BD198DC2B9555D9D49C5D8C86020F81764A04FDFCDB4CE7B0');
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
	CONSTRAINT pk_invitation PRIMARY KEY (id), 
	CONSTRAINT ck_invitation_district CHECK ((role = 'district') = (district_id IS NOT NULL)), 
	CONSTRAINT ck_invitation_school CHECK ((role IN ('school_leader', 'school_team')) = (school_id IS NOT NULL)), 
	CONSTRAINT ck_invitation_role CHECK (role IN ('hub_administrator', 'researcher', 'district', 'school_leader', 'school_team')), 
	CONSTRAINT fk_invitation_district_id FOREIGN KEY(district_id) REFERENCES district (id), 
	CONSTRAINT fk_invitation_network_id FOREIGN KEY(network_id) REFERENCES network (id), 
	CONSTRAINT fk_invitation_school_id FOREIGN KEY(school_id) REFERENCES school (id), 
	CONSTRAINT uq_invitation_token_hash UNIQUE (token_hash)
);
CREATE TABLE membership (
	id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	network_id INTEGER NOT NULL, 
	district_id INTEGER, 
	school_id INTEGER, 
	CONSTRAINT pk_membership PRIMARY KEY (id), 
	CONSTRAINT ck_membership_district CHECK ((role = 'district') = (district_id IS NOT NULL)), 
	CONSTRAINT ck_membership_school CHECK ((role IN ('school_leader', 'school_team')) = (school_id IS NOT NULL)), 
	CONSTRAINT ck_membership_role CHECK (role IN ('hub_administrator', 'researcher', 'district', 'school_leader', 'school_team')), 
	CONSTRAINT fk_membership_account_id FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_membership_district_id FOREIGN KEY(district_id) REFERENCES district (id), 
	CONSTRAINT fk_membership_network_id FOREIGN KEY(network_id) REFERENCES network (id), 
	CONSTRAINT fk_membership_school_id FOREIGN KEY(school_id) REFERENCES school (id)
);
INSERT INTO "membership" VALUES(1,1,'hub_administrator',1,NULL,NULL);
CREATE TABLE network (
	id INTEGER NOT NULL, 
	name VARCHAR(300) NOT NULL, 
	CONSTRAINT pk_network PRIMARY KEY (id), 
	CONSTRAINT uq_network_name UNIQUE (name)
);
INSERT INTO "network" VALUES(1,'North');
CREATE TABLE password_reset (
	token_hash BLOB NOT NULL, 
	account_id INTEGER NOT NULL, 
	expires DATETIME NOT NULL, 
	CONSTRAINT pk_password_reset PRIMARY KEY (token_hash), 
	CONSTRAINT fk_password_reset_account_id FOREIGN KEY(account_id) REFERENCES account (id)
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
	person VARCHAR(200), day DATE, 
	CONSTRAINT pk_response PRIMARY KEY (wave_id, id), 
	CONSTRAINT ck_response_person CHECK (person IS NULL OR privacy = 'identified'), 
	CONSTRAINT ck_response_codes CHECK (length(codes) = width), 
	CONSTRAINT ck_response_id CHECK (length(id) = 16), 
	CONSTRAINT fk_response_site_id_wave_id FOREIGN KEY(site_id, wave_id) REFERENCES site (id, wave_id), 
	CONSTRAINT fk_response_wave_id_definition_id_privacy_width FOREIGN KEY(wave_id, definition_id, privacy, width) REFERENCES wave (id, definition_id, privacy, width)
)
 WITHOUT ROWID

;
INSERT INTO "response" VALUES(1,X'3630326B1BDECE7A00FD9152F83903E0',1,1,'anonymous',3,'full','en',NULL,X'01FDFD','{"comment": "comment 1"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'40A33DFBFFDF7979C0788264C013780D',1,1,'anonymous',3,'full','en',NULL,X'04FDFD','{"comment": "comment 4"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'5BDAE75AF6446533E2BA6341D28333AB',1,1,'anonymous',3,'full','en',NULL,X'02FDFD','{"comment": "comment 2"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'C554A36DA5B7A3804C4417774B3B3ABD',1,1,'anonymous',3,'full','en',NULL,X'03FDFD','{"comment": "comment 3"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'DAD2E7032598A7F8B4669287C79B4A2D',1,1,'anonymous',3,'full','en',NULL,X'00FDFD','{"comment": "comment 0"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'EEF57AFCC9D22978272575D594149D66',1,1,'anonymous',3,'full','en',NULL,X'00FDFD','{"comment": "comment 5"}',NULL,NULL);
INSERT INTO "response" VALUES(2,X'F03B647ABE12FF23559B4E4EF1C8AEC3',4,1,'anonymous',3,'full','en',90,X'03FDFD',NULL,NULL,'2026-03-02');
CREATE TABLE response_link (
	wave_id INTEGER NOT NULL, 
	response_id BLOB NOT NULL, 
	privacy VARCHAR(12) NOT NULL, 
	person VARCHAR(200) NOT NULL, 
	CONSTRAINT pk_response_link PRIMARY KEY (wave_id, response_id), 
	CONSTRAINT ck_response_link_privacy CHECK (privacy = 'confidential'), 
	CONSTRAINT fk_response_link_wave_id_privacy FOREIGN KEY(wave_id, privacy) REFERENCES wave (id, privacy), 
	CONSTRAINT fk_response_link_wave_id_response_id FOREIGN KEY(wave_id, response_id) REFERENCES response (wave_id, id) DEFERRABLE INITIALLY DEFERRED
)
 WITHOUT ROWID

;
CREATE TABLE school (
	id INTEGER NOT NULL, 
	network_id INTEGER NOT NULL, 
	name VARCHAR(300) NOT NULL, 
	level VARCHAR(20), 
	CONSTRAINT pk_school PRIMARY KEY (id), 
	CONSTRAINT ck_school_level CHECK (level IN ('elementary', 'middle', 'high', 'other')), 
	CONSTRAINT fk_school_network_id FOREIGN KEY(network_id) REFERENCES network (id), 
	CONSTRAINT uq_school_network_id_name UNIQUE (network_id, name)
);
INSERT INTO "school" VALUES(1,1,'Ash',NULL);
INSERT INTO "school" VALUES(2,1,'Birch',NULL);
INSERT INTO "school" VALUES(3,1,'Cedar',NULL);
CREATE TABLE sign_in (
	token_hash BLOB NOT NULL, 
	account_id INTEGER NOT NULL, 
	since DATETIME NOT NULL, 
	seen DATETIME NOT NULL, 
	complete BOOLEAN NOT NULL, 
	CONSTRAINT pk_sign_in PRIMARY KEY (token_hash), 
	CONSTRAINT fk_sign_in_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE TABLE site (
	id INTEGER NOT NULL, 
	wave_id INTEGER NOT NULL, 
	school_id INTEGER NOT NULL, 
	roster INTEGER, 
	roster_by_role JSON, 
	link VARCHAR(22) NOT NULL, 
	CONSTRAINT pk_site PRIMARY KEY (id), 
	CONSTRAINT ck_site_roster CHECK (roster >= 0), 
	CONSTRAINT fk_site_school_id FOREIGN KEY(school_id) REFERENCES school (id), 
	CONSTRAINT fk_site_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id), 
	CONSTRAINT uq_site_id_wave_id UNIQUE (id, wave_id), 
	CONSTRAINT uq_site_link UNIQUE (link), 
	CONSTRAINT uq_site_wave_id_school_id UNIQUE (wave_id, school_id)
);
INSERT INTO "site" VALUES(1,1,1,30,NULL,'KaFZzWQGNhbEuAVKCTVNBR');
INSERT INTO "site" VALUES(2,1,2,30,NULL,'kBy9GzEW7ZVDUVa9en5RRF');
INSERT INTO "site" VALUES(3,1,3,30,NULL,'9C6CmmYWKAbyetESKBnSC7');
INSERT INTO "site" VALUES(4,2,1,30,NULL,'FcbUSYKs7gMkfLzJsu3yfP');
INSERT INTO "site" VALUES(5,2,2,30,NULL,'D5cNp8QNKZwo5cxXwLo63F');
INSERT INTO "site" VALUES(6,2,3,30,NULL,'ezKXqojof3jA37Eh2DMPfM');
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
CREATE TABLE spent (
	key_hash BLOB NOT NULL, 
	wave_id INTEGER NOT NULL, 
	CONSTRAINT pk_spent PRIMARY KEY (key_hash), 
	CONSTRAINT ck_spent_key_hash CHECK (length(key_hash) = 32), 
	CONSTRAINT fk_spent_wave_id FOREIGN KEY(wave_id) REFERENCES wave (id)
)
 WITHOUT ROWID

;
INSERT INTO "spent" VALUES(X'13735FAA872D107280036155D0C5BC1CC7D37FC8D0F55E691109FD3E90CA9079',1);
INSERT INTO "spent" VALUES(X'1B67FF428949048E3F5F400EE2CE3971C67222F7ED436C42AE33049150AB7570',1);
INSERT INTO "spent" VALUES(X'376F47871D290EABCCBAA64CAA3FC855986FD23FFDC36F5341F845800B0C3609',1);
INSERT INTO "spent" VALUES(X'470C56271199E267155BAE64D0303468844732601D93EAA207C21A6F808CB68F',1);
INSERT INTO "spent" VALUES(X'7D436719D7B71684903DC05F4CA85EDCE405CFE1F47C614EFF254D2AB1630E5E',1);
INSERT INTO "spent" VALUES(X'964488FBD294403D4EF9CE822FC97E01A146F7DDA8BFD2E89A9220080E910FF8',1);
INSERT INTO "spent" VALUES(X'F43CDE17F012A9EACC357CE126D432570B8B51A80A015C345D24BAD6AE85D757',2);
CREATE TABLE study (
	id INTEGER NOT NULL, 
	network_id INTEGER NOT NULL, 
	title VARCHAR(300) NOT NULL, 
	CONSTRAINT pk_study PRIMARY KEY (id), 
	CONSTRAINT fk_study_network_id FOREIGN KEY(network_id) REFERENCES network (id)
);
INSERT INTO "study" VALUES(1,1,'Conditions');
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
	simulated BOOLEAN NOT NULL, 
	state VARCHAR(7) NOT NULL, 
	closing_attempt VARCHAR(32), 
	traces_erased BOOLEAN NOT NULL, 
	CONSTRAINT pk_wave PRIMARY KEY (id), 
	CONSTRAINT ck_wave_privacy CHECK (privacy IN ('anonymous', 'confidential', 'identified')), 
	CONSTRAINT ck_wave_state CHECK (state IN ('open', 'closing', 'closed')), 
	CONSTRAINT ck_wave_minimum_group CHECK (minimum_group >= 5), 
	CONSTRAINT ck_wave_opens_before_closes CHECK (opens < closes), 
	CONSTRAINT fk_wave_definition_id_width FOREIGN KEY(definition_id, width) REFERENCES definition (id, width), 
	CONSTRAINT fk_wave_study_id FOREIGN KEY(study_id) REFERENCES study (id), 
	CONSTRAINT uq_wave_id_definition_id_privacy_width UNIQUE (id, definition_id, privacy, width), 
	CONSTRAINT uq_wave_id_privacy UNIQUE (id, privacy)
);
INSERT INTO "wave" VALUES(1,1,'Spring',1,3,'full','["en"]','anonymous',5,'2026-03-01 08:30:17.123456','2026-04-01 08:30:17.123456',NULL,0,'closed',NULL,1);
INSERT INTO "wave" VALUES(2,1,'Autumn',1,3,'full','["en"]','anonymous',5,'2026-03-01 08:30:17.123456','2026-04-01 08:30:17.123456',NULL,0,'open',NULL,1);
CREATE TABLE withdrawal (
	code_hash BLOB NOT NULL, 
	wave_id INTEGER NOT NULL, 
	response_id BLOB NOT NULL, 
	CONSTRAINT pk_withdrawal PRIMARY KEY (code_hash), 
	CONSTRAINT ck_withdrawal_code_hash CHECK (length(code_hash) = 32), 
	CONSTRAINT fk_withdrawal_wave_id_response_id FOREIGN KEY(wave_id, response_id) REFERENCES response (wave_id, id), 
	CONSTRAINT uq_withdrawal_wave_id_response_id UNIQUE (wave_id, response_id)
)
 WITHOUT ROWID

;
INSERT INTO "withdrawal" VALUES(X'085A1E33197447714531CCF9989285D6F71EFC0537B85F03B39C1937453D789A',2,X'F03B647ABE12FF23559B4E4EF1C8AEC3');
CREATE INDEX ix_study_network_id ON study (network_id);
CREATE INDEX ix_wave_study_id ON wave (study_id);
CREATE INDEX ix_district_school_district_id ON district_school (district_id);
CREATE INDEX ix_password_reset_account_id ON password_reset (account_id);
CREATE INDEX ix_sign_in_account_id ON sign_in (account_id);
CREATE INDEX ix_membership_account_id ON membership (account_id);
CREATE INDEX ix_membership_network_id ON membership (network_id);
CREATE INDEX ix_invitation_network_id ON invitation (network_id);
CREATE INDEX ix_entry_network_id ON entry (network_id);
CREATE INDEX ix_entry_school_id ON entry (school_id);
COMMIT;
