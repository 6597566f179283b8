namespace Tapir.DurableTask.Sidecar.Storage;

/// <summary>The tables of a task hub. <c>PRAGMA user_version</c> holds the version; step n of <see cref="Steps"/> leads from version n to n + 1.</summary>
internal static class Schema
{
    /// <summary>Marks the file as ours ("TPHB").</summary>
    public const int ApplicationId = 0x54504842;

    /// <summary>From this version on the table hub has a checksum.</summary>
    public const int WithChecksumOfTheHub = 2;

    /// <summary>Instants are UTC ticks (100 ns). Keys and sequences come from one counter that never gives a number twice in a hub's life.</summary>
    public static readonly IReadOnlyList<string> Steps =
    [
        """
        CREATE TABLE hub (incarnation INTEGER NOT NULL);
        INSERT INTO hub VALUES (0);

        CREATE TABLE instances (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            execution_id TEXT NOT NULL,
            name TEXT NOT NULL,
            version TEXT,
            status INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            completed INTEGER,
            scheduled INTEGER,
            turn INTEGER NOT NULL DEFAULT 0,
            losses INTEGER NOT NULL DEFAULT 0,
            parked TEXT,
            history_length INTEGER NOT NULL DEFAULT 0,
            history_bytes INTEGER NOT NULL DEFAULT 0,
            parent_id TEXT,
            parent BLOB,
            tags BLOB,
            trace BLOB,
            orchestration_trace BLOB,
            failure BLOB,
            custom_status TEXT,
            input TEXT,
            output TEXT);
        CREATE INDEX instances_by_status ON instances (status, key);
        CREATE INDEX instances_by_parent ON instances (parent_id) WHERE parent_id IS NOT NULL;

        CREATE TABLE history (
            instance INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            event BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (instance, sequence)) WITHOUT ROWID;

        CREATE TABLE inbox (
            instance INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            event BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (instance, sequence)) WITHOUT ROWID;

        CREATE TABLE timers (
            visible_at INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            instance INTEGER NOT NULL,
            event BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            PRIMARY KEY (visible_at, sequence)) WITHOUT ROWID;
        CREATE INDEX timers_by_instance ON timers (instance);

        CREATE TABLE activities (
            sequence INTEGER PRIMARY KEY,
            instance INTEGER NOT NULL,
            execution_id TEXT NOT NULL,
            task_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            version TEXT,
            request BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            losses INTEGER NOT NULL DEFAULT 0,
            parked TEXT);
        CREATE INDEX activities_by_instance ON activities (instance);
        """,

        // Checksums cover keys too, and instances have them. A row that was damaged before keeps its old one, which is wrong under both rules.
        $"""
        ALTER TABLE hub ADD COLUMN checksum INTEGER;
        UPDATE hub SET checksum = row_checksum(incarnation);
        ALTER TABLE instances ADD COLUMN input_checksum INTEGER;
        ALTER TABLE instances ADD COLUMN output_checksum INTEGER;
        ALTER TABLE instances ADD COLUMN checksum INTEGER;
        UPDATE instances SET input_checksum = row_checksum(input), output_checksum = row_checksum(output);
        UPDATE instances SET checksum = {RowSums.Instance};
        UPDATE history SET checksum = {RowSums.Event} WHERE checksum = bytes_checksum(event);
        UPDATE inbox SET checksum = {RowSums.Event} WHERE checksum = bytes_checksum(event);
        UPDATE timers SET checksum = {RowSums.Timer} WHERE checksum = bytes_checksum(event);
        UPDATE activities SET checksum = {RowSums.Activity} WHERE checksum = bytes_checksum(request);
        """,
    ];

    public static int Version => Steps.Count;
}
