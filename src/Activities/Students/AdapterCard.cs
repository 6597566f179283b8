using System.Globalization;
using System.Text;
using Tapir.Orchestrations.Students;

namespace Tapir.Activities.Students;

/// <summary>The README.md of an adapter in Hugging Face's form.</summary>
internal static class AdapterCard
{
    public static string Render(string baseModel, int rank, IReadOnlyList<CardFact> facts)
    {
        StringBuilder card = new();
        card.Append(CultureInfo.InvariantCulture, $"---\nlibrary_name: peft\nbase_model: {baseModel}\ntags: [tapir, distillation, lora]\n---\n\n");
        card.Append(CultureInfo.InvariantCulture, $"# An adapter of {baseModel}\n\nThe adapters of a task-aware curriculum (TAPIR) with Tapir, those of all its rounds joined in one of rank {rank}.\n\n");
        card.Append("```python\nfrom peft import PeftModel\nfrom transformers import AutoModelForCausalLM\n\n");
        card.Append(CultureInfo.InvariantCulture, $"model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(\"{baseModel}\"), \".\")\n```\n\n");
        return card.Append(ModelCard.Table(facts)).ToString();
    }
}
