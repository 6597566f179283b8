namespace Tapir.Functions;

/// <summary>One call of a function, as observers see it.</summary>
/// <param name="Id">Unique per call, also among calls with one key.</param>
/// <param name="RunId">The run it belongs to.</param>
/// <param name="InstanceId">The orchestration that called; its parts between colons are the branches of the live tree.</param>
/// <param name="Function">Name of the function.</param>
/// <param name="Version">Version of the function.</param>
/// <param name="Key">64 hexadecimal digits.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="HealingFor">The call that needs what this one makes again; null for a call that an orchestration made.</param>
public sealed record Call(
    Guid Id, string RunId, string InstanceId, string Function, int Version, string Key, DateTimeOffset StartedAt, Guid? HealingFor = null);
