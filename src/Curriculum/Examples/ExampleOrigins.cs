namespace Tapir.Curriculum.Examples;

/// <summary>Where an example came from.</summary>
public static class ExampleOrigins
{
    /// <summary>From the seed data.</summary>
    public const string Seed = "seed";

    /// <summary>Written by the teacher in some round.</summary>
    public const string Expanded = "expanded";
}
