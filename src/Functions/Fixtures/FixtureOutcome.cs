namespace Tapir.Functions;

/// <summary>What came of checking one fixture.</summary>
public enum FixtureOutcome
{
    /// <summary>The function made what was recorded.</summary>
    Verified,

    /// <summary>The fixture file was written.</summary>
    Recorded,

    /// <summary>The function computes with floats and the fixture was recorded in another numeric environment: nothing can be said.</summary>
    OtherNumericEnvironment,
}
