namespace Tapir.Activities.Scheduling.Watching;

/// <summary>A row of a set of several files, in Tapir's own form.</summary>
/// <param name="Id">Unique in the set: the file's name and the row's own id.</param>
internal sealed record SeedRow(string Id, string Instruction, string Response, string? Task, string? Family, int? Level);
