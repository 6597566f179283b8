namespace Tapir.Activities.Students;

internal enum InstructionFit
{
    /// <summary>The context has room for all of it.</summary>
    Whole,

    /// <summary>Its end was cut off.</summary>
    Cut,

    /// <summary>There is no room, and it was not cut.</summary>
    TooLong,
}
