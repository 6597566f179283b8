using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Planning;

/// <summary>What a planner knows of an example of the pool.</summary>
/// <param name="Id">The example's id.</param>
/// <param name="Cell">Its label, family and level.</param>
/// <param name="Tokens">Response tokens, in the student's tokenizer.</param>
public sealed record PoolEntry(string Id, TaskCell Cell, TokenCount Tokens);
