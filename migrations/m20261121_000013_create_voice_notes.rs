//! How long sound lasts and how it looks; recordings that became several notes; who wants to be asked before a
//! note is sent.

crate::sql::step! {
    up: "
ALTER TABLE media_file ADD COLUMN duration_ms integer;
ALTER TABLE media_file ADD COLUMN waveform text;
ALTER TABLE upload ADD COLUMN waveform text;
ALTER TABLE upload ADD COLUMN next_part_id {uuid};
ALTER TABLE person ADD COLUMN confirms_voice_notes boolean NOT NULL DEFAULT false;
",
    down: "
ALTER TABLE person DROP COLUMN confirms_voice_notes;
ALTER TABLE upload DROP COLUMN next_part_id;
ALTER TABLE upload DROP COLUMN waveform;
ALTER TABLE media_file DROP COLUMN waveform;
ALTER TABLE media_file DROP COLUMN duration_ms;
"
}
