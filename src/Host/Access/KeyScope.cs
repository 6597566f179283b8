namespace Tapir.Host.Access;

/// <summary>What a key allows; each allows what those before it do.</summary>
public enum KeyScope
{
    /// <summary>Look at everything.</summary>
    Read,

    /// <summary>Start and steer runs, and store specs.</summary>
    Run,

    /// <summary>Remove things, and change keys and schedules.</summary>
    Admin,
}
