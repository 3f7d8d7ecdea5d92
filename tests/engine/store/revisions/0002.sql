BEGIN TRANSACTION;
CREATE TABLE barograph_revision (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT barograph_revision_pkc PRIMARY KEY (version_num)
);
INSERT INTO "barograph_revision" VALUES('0002');
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
INSERT INTO "draft" VALUES(X'2026BD8A833166340231A6FE01780C8397DEF60B2F8C5541573FC3A9155D687F',5,2,'anonymous',0,'2026-03-02',X'3D80F4AC5665ACCFDEC3A8B06614B701671E3CA43BD33FF058DCDFB3608338BF2C3F76B8D3CE17A86EBB61EF872445FE7C8C12C04079F8E867313DFF8F670F49C08F7F0F2646F4BBBFFB771269D811C21B2E518821742DDDEFC33FE060FCF587D74F4336C5B3DED7BAA02309A22930EE0766449CD04BA9125182DE0F997170B798565081375A7C');
CREATE TABLE network (
	id INTEGER NOT NULL, 
	name VARCHAR(300) NOT NULL, 
	CONSTRAINT pk_network PRIMARY KEY (id), 
	CONSTRAINT uq_network_name UNIQUE (name)
);
INSERT INTO "network" VALUES(1,'North');
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
INSERT INTO "response" VALUES(1,X'0303C9C82F823AD9FAAFDD3BA0BBD9CA',1,1,'anonymous',3,'full','en',NULL,X'00FDFD','{"comment": "comment 5"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'2481906D8E93FBBC755090C8BEF37637',1,1,'anonymous',3,'full','en',NULL,X'00FDFD','{"comment": "comment 0"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'24E856710DCA1C951795864FFB5D3DB0',1,1,'anonymous',3,'full','en',NULL,X'04FDFD','{"comment": "comment 4"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'26210D36835676B6C794285F95804DA2',1,1,'anonymous',3,'full','en',NULL,X'01FDFD','{"comment": "comment 1"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'6C5EFECC7C198DBA8CEFD9D3DEABB55B',1,1,'anonymous',3,'full','en',NULL,X'03FDFD','{"comment": "comment 3"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'B3140B30015054AD40E1DAC9DC30DBB9',1,1,'anonymous',3,'full','en',NULL,X'02FDFD','{"comment": "comment 2"}',NULL,NULL);
INSERT INTO "response" VALUES(2,X'2780569B83341B2A909C1E540FB7EE4D',4,1,'anonymous',3,'full','en',90,X'03FDFD',NULL,NULL,'2026-03-02');
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
INSERT INTO "site" VALUES(1,1,1,30,NULL,'wnV5nf48Kyz4VVBK8Twvjb');
INSERT INTO "site" VALUES(2,1,2,30,NULL,'5GrnY4bcRnpLZgwNr3rJgU');
INSERT INTO "site" VALUES(3,1,3,30,NULL,'F99xByopbfdLWLyYhtggRA');
INSERT INTO "site" VALUES(4,2,1,30,NULL,'9zT9CnXNfn4meAsyPMHgAP');
INSERT INTO "site" VALUES(5,2,2,30,NULL,'QSAcTAvgmA6XrvdCrpDGbN');
INSERT INTO "site" VALUES(6,2,3,30,NULL,'iFtG3mikZUYPhjtz4jFQTj');
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
INSERT INTO "spent" VALUES(X'24BF030CCE0A32FF54161462E75ACAE49E7CF9F623C5E1FA6897397809C5D828',1);
INSERT INTO "spent" VALUES(X'5595AD0AF42CDA77CDF115A333B3CD0F4A76560CBB4E7C31E1D4028FAE16CFEB',1);
INSERT INTO "spent" VALUES(X'60C6BF0E5FEAF737FC20354AC2275B87BE9879C2801F396CEF9CF6C2B4BD6EAB',1);
INSERT INTO "spent" VALUES(X'74C486EE28043EF919F8D189F1F8573DB1C9451E694ABD5E0C534E5E4592A3A9',1);
INSERT INTO "spent" VALUES(X'8AC7EE35F24BF0CC42B9CE27DA7E4DA6F7515E934498767A42369ADD51C35814',2);
INSERT INTO "spent" VALUES(X'EE3859CDF6A709C0A3E22B205CF721831A35C8EA33A641535EE7D92F467BAF6C',1);
INSERT INTO "spent" VALUES(X'FD6BB33D97621E2976028C631BB60B1E8715E9A13844FC8DC9090C5BCE09A7A6',1);
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
INSERT INTO "withdrawal" VALUES(X'B78AF44BBB9F7B674E81BBA6FDDCBA3E0FA73EE04AB451EF5DE99C7B85100D03',2,X'2780569B83341B2A909C1E540FB7EE4D');
CREATE INDEX ix_study_network_id ON study (network_id);
CREATE INDEX ix_wave_study_id ON wave (study_id);
COMMIT;
