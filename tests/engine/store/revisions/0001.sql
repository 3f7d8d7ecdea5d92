BEGIN TRANSACTION;
CREATE TABLE barograph_revision (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT barograph_revision_pkc PRIMARY KEY (version_num)
);
INSERT INTO "barograph_revision" VALUES('0001');
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
INSERT INTO "draft" VALUES(X'33713E9EB3AD0154D27E2074DC0956B631FFD0C5156E03ECA24FDCE7C64EDF67',5,2,'anonymous',0,'2026-03-02',X'50A26041EE124EBAE893924F16FC4A8FDB8891E885E6C41DD535640484F3E433FB932CDCEADCA79FA392C269F9D167A46072E5D776E89AAD358D85F73A026B0E096B756F53FF2A84ACA4296F9EE5C5577A7C48536EC3677C760860BD2FE0E44D42B4E63755BBC66409BE0F22EBB7216FFBD4AB99287FEC52DCDD8D44E5F0C772C956DD8E7C745E');
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
INSERT INTO "response" VALUES(1,X'18AB601085C6D09513F20C8111FDFFD9',1,1,'anonymous',3,'full','en',NULL,X'00FDFD','{"comment": "comment 5"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'296FFEBBBF6B21D4DD79A59B7F2CF92C',1,1,'anonymous',3,'full','en',NULL,X'00FDFD','{"comment": "comment 0"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'4E3A6D9880B5980EEB1D23BA1FD53ABA',1,1,'anonymous',3,'full','en',NULL,X'03FDFD','{"comment": "comment 3"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'5836D2C57D67DCF8FAB5AAE5119367C1',1,1,'anonymous',3,'full','en',NULL,X'01FDFD','{"comment": "comment 1"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'7C724879D6114E45FC0A05EA795A83AA',1,1,'anonymous',3,'full','en',NULL,X'02FDFD','{"comment": "comment 2"}',NULL,NULL);
INSERT INTO "response" VALUES(1,X'E54196091C4E58CB5B4D9D389EA08063',1,1,'anonymous',3,'full','en',NULL,X'04FDFD','{"comment": "comment 4"}',NULL,NULL);
INSERT INTO "response" VALUES(2,X'A5CF13CEAF7DE13294EBC8ECDB893F73',4,1,'anonymous',3,'full','en',90,X'03FDFD',NULL,NULL,'2026-03-02');
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
INSERT INTO "site" VALUES(1,1,1,30,NULL,'ttQ9rKtczMaGzW34EmCouF');
INSERT INTO "site" VALUES(2,1,2,30,NULL,'GKm2nQVwb3LnbFag33XWDV');
INSERT INTO "site" VALUES(3,1,3,30,NULL,'f6ED5htrgEY6rCjMRjU9R7');
INSERT INTO "site" VALUES(4,2,1,30,NULL,'xoNKcrDQkjeqtFDr2XvWCW');
INSERT INTO "site" VALUES(5,2,2,30,NULL,'38w7TWZsvw2xWG8g94mYzu');
INSERT INTO "site" VALUES(6,2,3,30,NULL,'ZegaYrd8enE5E8joYcmQSL');
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
INSERT INTO "spent" VALUES(X'02474F78D502DF1ED2D98955530802D441F77871FB474404C1A58912FE1A0424',1);
INSERT INTO "spent" VALUES(X'4795B371E6CE60D3EDE607F094F7BAE3077754319239D75F197381FD85B031E4',1);
INSERT INTO "spent" VALUES(X'941CB2C007300E5D83924B23CC8C1C0363392565A562C5E40ED072F6FD7F85F3',1);
INSERT INTO "spent" VALUES(X'AEB09331AEAF2E9136CE0CA77848FD5C9075D959A2723576A6C877B7D384E8C7',1);
INSERT INTO "spent" VALUES(X'C2E83A355193A2CDA12593E04A38DF39E213D947E57F0EE2AA3578F1DC76D7E9',1);
INSERT INTO "spent" VALUES(X'EF13E91BB3B40628A00AE9CA03BF404106506C5714DCFC24142C47DC5F1CA233',2);
INSERT INTO "spent" VALUES(X'F5B0C600DFEFDD83E7F47500C481C873E803BB06CA36BC2A619CDEB5DB483590',1);
CREATE TABLE study (
	id INTEGER NOT NULL, 
	network_id INTEGER NOT NULL, 
	title VARCHAR(300) NOT NULL, 
	CONSTRAINT pk_study PRIMARY KEY (id), 
	CONSTRAINT fk_study_network_id FOREIGN KEY(network_id) REFERENCES network (id)
);
INSERT INTO "study" VALUES(1,1,'Conditions');
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
INSERT INTO "withdrawal" VALUES(X'FC0BE6DB3729CBEAF31713C9873D53D94281D3C7F297C4C55E2FDCED11386070',2,X'A5CF13CEAF7DE13294EBC8ECDB893F73');
CREATE INDEX ix_study_network_id ON study (network_id);
CREATE INDEX ix_wave_study_id ON wave (study_id);
COMMIT;
