import type { TemplateCategory } from '../../data';
import { m } from '../../i18n/rooms';

/** L-072: the words by which agents know the categories. */
export function categoryName(category: TemplateCategory): string {
  switch (category) {
    case 'UTILITY':
      return m.template_category_utility();
    case 'MARKETING':
      return m.template_category_marketing();
    case 'AUTHENTICATION':
      return m.template_category_authentication();
    case 'OTHER':
      return m.template_category_other();
  }
}
