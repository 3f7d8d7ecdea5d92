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
INSERT INTO "barograph_revision" VALUES('0004');
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
INSERT INTO "draft" VALUES(X'7BBDD57522C49056230C761A40A940B4D304B81EA58F9CC08794BC6217B9E98B',5,2,'anonymous',0,'2026-03-02',X'AA457D4EE600DCB74D89F2ECBDF315F97D4B5A1BD16A86CC8884706AAFEF393BC5D7793D7D5A9DEF5AA5B3724CBD0257EFE16EBCBC6825DC4C14DDAFEC8FFD52D0BC6E42A389352EE19820582998082A97A7E63D68A36B803EC41A80024147312077AA700EEF2CD2F32CE46F3E00A86C5E9757C5701B8803E5C30D651BDDE53BC029888F788042');
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
CREATE TABLE publication (
	definition_id INTEGER NOT NULL, 
	network_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(254) NOT NULL, 
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
INSERT INTO "response" VALUES(1,X'1E008401AEACDB2E4F8760B64AC2BBB0',1,1,'anonymous',3,'full','en',NULL,X'00FDFD','{"comment": "comment 0"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'6B0A59A8228D06EA17425155707528C4',1,1,'anonymous',3,'full','en',NULL,X'04FDFD','{"comment": "comment 4"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'BD1744985AED0842A5678DE9E63F812E',1,1,'anonymous',3,'full','en',NULL,X'00FDFD','{"comment": "comment 5"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'CBAD8F7FDC75A227DF0884C7F8DE8C38',1,1,'anonymous',3,'full','en',NULL,X'02FDFD','{"comment": "comment 2"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'DDBEE9FB85601A05916049166632B27A',1,1,'anonymous',3,'full','en',NULL,X'01FDFD','{"comment": "comment 1"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'DF40FED3362F46DA1BFEA3FD2851D414',1,1,'anonymous',3,'full','en',NULL,X'03FDFD','{"comment": "comment 3"}',NULL,NULL);
INSERT INTO "response" VALUES(2,X'D6B6D728ECB11D321FE3255FCA27837C',4,1,'anonymous',3,'full','en',90,X'03FDFD',NULL,NULL,'2026-03-02');
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
CREATE TABLE retirement (
	network_id INTEGER NOT NULL, 
	definition_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who VARCHAR(254) NOT NULL, 
	CONSTRAINT pk_retirement PRIMARY KEY (network_id, definition_id), 
	CONSTRAINT fk_retirement_definition_id FOREIGN KEY(definition_id) REFERENCES definition (id), 
	CONSTRAINT fk_retirement_network_id FOREIGN KEY(network_id) REFERENCES network (id)
);
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
INSERT INTO "site" VALUES(1,1,1,30,NULL,'hkFLs8zufCA7Cbiaeuhawe');
INSERT INTO "site" VALUES(2,1,2,30,NULL,'xGZDVMcLNARq3vaxRHn9rQ');
INSERT INTO "site" VALUES(3,1,3,30,NULL,'jPwNpAigKP7QJA5MSiXidb');
INSERT INTO "site" VALUES(4,2,1,30,NULL,'bVAcCU9GBnqXk43o2QbMSP');
INSERT INTO "site" VALUES(5,2,2,30,NULL,'4YyuKFkGne9iC8BoUeRGkF');
INSERT INTO "site" VALUES(6,2,3,30,NULL,'zpuhdndKRUtixbmueWgvu2');
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
INSERT INTO "spent" VALUES(X'2A99904B4259D7FC5C3CF5BD858EE65A291D5797D0C47C925076EB0ED2FDB0AF',1);
INSERT INTO "spent" VALUES(X'5AC0EF751FB0BE5A7223430157D9B383196D477999D31B43E1809DA65FBE88BF',1);
INSERT INTO "spent" VALUES(X'5F5720CC2F2A30F98702040AA76C31676E693035B1F563D650D92B140767B3C4',2);
INSERT INTO "spent" VALUES(X'6DB880BE2B42367FBE6A64683087088F1B575D05C5901A826ECFB2BF0518EF94',1);
INSERT INTO "spent" VALUES(X'71B19C43CA8793019BED6B1FE8973F2A5BBAB59C26C29C975098503F42977465',1);
INSERT INTO "spent" VALUES(X'8D3E13AB2FDB2FB587BCAA09A7E21E9F579A82C71E33E7B0A8AB3A773EB1AD4A',1);
INSERT INTO "spent" VALUES(X'DCBB4FDEA3F8AA0B5C827DCAF736B55EEB14F909F598384FEB940D9C46E8710D',1);
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
INSERT INTO "withdrawal" VALUES(X'F365F3E462091C80BEF7E6C8E0A6989B2A835F78A4EAB0B59ACE1228F9BDB9D4',2,X'D6B6D728ECB11D321FE3255FCA27837C');
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
CREATE INDEX ix_wave_study_id ON wave (study_id);
CREATE INDEX ix_district_school_district_id ON district_school (district_id);
CREATE INDEX ix_password_reset_account_id ON password_reset (account_id);
CREATE INDEX ix_sign_in_account_id ON sign_in (account_id);
CREATE INDEX ix_membership_account_id ON membership (account_id);
CREATE INDEX ix_membership_network_id ON membership (network_id);
CREATE INDEX ix_invitation_network_id ON invitation (network_id);
CREATE INDEX ix_entry_network_id ON entry (network_id);
CREATE INDEX ix_entry_school_id ON entry (school_id);
CREATE INDEX ix_working_copy_network_id ON working_copy (network_id);
COMMIT;
