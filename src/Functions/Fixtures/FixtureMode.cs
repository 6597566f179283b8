namespace Tapir.Functions;

/// <summary>What a check of fixtures does with what it finds.</summary>
public enum FixtureMode
{
    /// <summary>Compares; writes nothing.</summary>
    Verify,

    /// <summary>Writes the digests of new fixtures and of new versions. A changed output under the same version is refused here too.</summary>
    Record,
}
