using System.Text.Json.Serialization;

namespace Tapir.Curriculum.Selection;

/// <summary>What the judge made of one instruction: <see cref="Scored"/> or <see cref="Unscored"/>, never a number that stands for
/// "could not tell". In JSON the property <c>$type</c> says which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$type")]
[JsonDerivedType(typeof(Scored), "scored")]
[JsonDerivedType(typeof(Unscored), "unscored")]
public abstract record Judgement
{
    private protected Judgement()
    {
    }
}
