using System.Text.Json;
using System.Text.Json.Nodes;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Runs;

/// <summary>What differs between the spec of a run and the one that the same command gives now. The budget may differ, how the teacher is reached, and where slices are computed.</summary>
internal static class SpecDifference
{
    /// <returns>Lines such as <c>curriculum.rounds: 3 -> 4</c>; none when the run can go on.</returns>
    public static IReadOnlyList<string> Between(RunSpec stored, RunSpec given)
    {
        SortedDictionary<string, string> before = Flatten(stored);
        SortedDictionary<string, string> after = Flatten(given);
        return [.. before.Keys.Union(after.Keys)
            .Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key))
            .Order(StringComparer.Ordinal)
            .Select(key => $"{key}: {before.GetValueOrDefault(key) ?? "(not set)"} -> {after.GetValueOrDefault(key) ?? "(not set)"}")];
    }

    private static SortedDictionary<string, string> Flatten(RunSpec spec)
    {
        // A path is where seed or model was found; what counts is the content, which is compared by digest.
        RunSpec comparable = spec with
        {
            Budget = new BudgetSpec(),
            Teacher = spec.Teacher.WithoutAccess(),
            Training = spec.Training.WithoutIsolation(),
            Seed = spec.Seed.WithoutFiles(),
            Student = ModelName.IsLocal(spec.Student.Model) ? spec.Student with { Model = ModelName.Of(spec.Student.Model!) } : spec.Student,
        };
        SortedDictionary<string, string> leaves = new(StringComparer.Ordinal);
        Walk(JsonSerializer.SerializeToNode(comparable, StateJson.Options)!, "");
        return leaves;

        void Walk(JsonNode node, string path)
        {
            if (node is not JsonObject mapping)
            {
                leaves[path] = node.ToJsonString();
                return;
            }

            foreach ((string key, JsonNode? child) in mapping)
            {
                if (child is not null)
                {
                    Walk(child, path.Length == 0 ? key : $"{path}.{key}");
                }
            }
        }
    }
}
