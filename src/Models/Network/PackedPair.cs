namespace Tapir.Models.Network;

/// <summary>A preference in a micro-batch: the loss rows of the chosen response are those from <paramref name="Chosen"/> on, those of the rejected one from <paramref name="Rejected"/> to
/// before <paramref name="End"/>.</summary>
/// <param name="ReferenceMargin"><c>log π_ref(chosen) - log π_ref(rejected)</c>, in nats.</param>
/// <param name="Beta">Of the loss.</param>
/// <param name="Weight">Of the pair.</param>
internal sealed record PackedPair(int Chosen, int Rejected, int End, double ReferenceMargin, double Beta, double Weight);
