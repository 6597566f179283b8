using System.Text.Json.Serialization;

namespace Tapir.Curriculum.Planning;

/// <summary>How a label's quota is shared among its families and levels. The texts say only that expansions resemble hard examples.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CellWeighing>))]
public enum CellWeighing
{
    /// <summary>By how learnable a cell looks: p(1-p) for a failure share p, and a small floor. A cell where the student sometimes succeeds
    /// gets most; one it has mastered, or has not begun to grasp, gets the floor.</summary>
    Frontier,

    /// <summary>In proportion to the number of hard examples in the cell. The hardest cells get most, also while they are out of reach.</summary>
    Literal,
}
